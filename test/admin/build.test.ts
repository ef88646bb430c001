import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/db/project-root.ts'

const folder = join(projectRoot, 'dist', 'admin')
const assets = readdirSync(join(folder, 'assets')).filter((name) => !/\.(br|gz)$/.test(name))

/** What goes over the line to somebody who takes gzip. */
const sizeOf = (name: string) => {
  const file = join(folder, 'assets', name)
  return statSync(/\.(js|css|svg)$/.test(name) ? `${file}.gz` : file).size
}
const kilobytes = (names: readonly string[]) =>
  Math.round(names.reduce((sum, name) => sum + sizeOf(name), 0) / 1024)

test('the administration page is a few hundred kilobytes in all, and less to begin with', () => {
  const index = readFileSync(join(folder, 'index.html'), 'utf8')
  const first = assets.filter((name) => index.includes(name))
  const [begin, all] = [kilobytes(first), kilobytes(assets)]
  process.stdout.write(`administration page, gzip: ${begin} KiB to begin with, ${all} KiB in all\n`)
  expect(first.length).toBeGreaterThan(1)
  expect(begin).toBeLessThan(130)
  expect(all).toBeLessThan(400)
})
