import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../src/db/project-root.ts'

const run = promisify(execFile)
const reportSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string(), severity: z.string() }),
      }),
    ),
  }),
})

/** Cruises `folders` below `cwd` by the project's own rules. */
async function cruise(cwd: string, ...folders: string[]) {
  const cruiser = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const config = join(projectRoot, '.dependency-cruiser.cjs')
  const { stdout } = await run(
    process.execPath,
    [
      cruiser,
      '--config',
      config,
      '--output-type',
      'json',
      '--ts-config',
      join(projectRoot, 'tsconfig.json'),
      ...folders,
    ],
    { cwd, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error) => error)
  const { modules, summary } = reportSchema.parse(JSON.parse(stdout))
  const errors = summary.violations.filter(({ rule }) => rule.severity === 'error')
  return {
    sources: modules.map(({ source }) => source).filter((source) => /^(src|seed)\/.*\.ts$/.test(source)),
    errors: errors.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  }
}

describe('imports', () => {
  test('point downwards only, in every module there is', async () => {
    const { sources, errors } = await cruise(projectRoot, 'src', 'seed')
    const files = await readdir(join(projectRoot, 'src'), { recursive: true })
    const expected = files.filter((file) => file.endsWith('.ts') && !file.startsWith(join('db', 'generated')))
    // A cruiser that sees nothing finds nothing wrong.
    expect(sources.length).toBeGreaterThanOrEqual(expected.length)
    expect(errors).toEqual([])
  })

  test('that point upwards, or out of the pure core, are found', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maitre-imports-'))
    try {
      await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
      const plant = async (file: string, text: string) => {
        await mkdir(join(folder, file, '..'), { recursive: true })
        await writeFile(join(folder, file), text)
      }
      await plant('src/http/app.ts', 'export const app = 1\n')
      await plant('src/catalog/up.ts', `import { app } from '../http/app.ts'\nexport const x = app\n`)
      await plant(
        'src/ranking/file.ts',
        `import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n`,
      )
      await plant('src/users/sibling.ts', `import { x } from '../catalog/up.ts'\nexport const y = x\n`)
      const { errors } = await cruise(folder, 'src')
      expect(errors.map((line) => line.split(':')[0]).sort()).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^no-upwards-from/),
          'pure-core-no-node',
          'stored-things-are-strangers',
        ]),
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
