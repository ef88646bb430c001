import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../src/db/project-root.ts'

/**
 * The compiled command line, brought up to date with the sources first, as `npm start` does. A process from the sources would spend
 * seconds on each start with translating them again.
 * @returns what Node is to run, before the command's own words
 */
export async function compiledCli(): Promise<string> {
  await promisify(execFile)(process.execPath, [join('src', 'cli', 'prepare.mjs'), '--compile'], {
    cwd: projectRoot,
  })
  return join('dist', 'src', 'cli', 'main.js')
}
