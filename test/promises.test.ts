import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../src/db/project-root.ts'

/** Rows `| promise | test/….test.ts | title |` of the page's tables. */
const page = await readFile(join(projectRoot, 'docs', 'promises.md'), 'utf8')
const rows = page
  .split('\n')
  .filter(
    (line) => line.startsWith('|') && !/^\|[ -]*\|[ -]*\|/.test(line) && !line.startsWith('| promise |'),
  )
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  )

test('docs/promises.md has a table of promises', () => {
  expect(rows.length).toBeGreaterThan(20)
  expect(new Set(rows.map(([promise]) => promise)).size).toBe(rows.length)
})

test.each(rows)('%s: %s holds it', async (...cells) => {
  const [, file = '', title = ''] = cells
  expect(cells).toHaveLength(3)
  expect(file).toMatch(/^`test\/[\w/.-]+\.test\.ts`$/)
  const text = await readFile(join(projectRoot, file.slice(1, -1)), 'utf8')
  expect(title.length).toBeGreaterThan(0)
  // As it stands in the source, so that a test that is renamed or removed is missed here.
  expect(text).toContain(title)
})

test('every test of faults holds a promise', async () => {
  const files = (await readdir(join(projectRoot, 'test', 'faults'))).filter((name) =>
    name.endsWith('.test.ts'),
  )
  for (const file of files) expect(page).toContain(`\`test/faults/${file}\``)
})
