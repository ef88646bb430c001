import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds `package.json`; it is one level further away from the compiled code than from the source. */
export const projectRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'prisma', 'schema.prisma'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('prisma/schema.prisma is not in any folder above the code')
    folder = parent
  }
  return folder
})()
