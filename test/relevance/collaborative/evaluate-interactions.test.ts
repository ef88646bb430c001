import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../src/numeric/random.ts'
import { evaluateInteractions } from '../../../src/relevance/evaluate-interactions.ts'
import { holdOut } from '../../../src/relevance/models/collaborative/hold-out.ts'
import { dense } from '../../numeric/sparse.ts'
import { groups } from './groups.ts'

let folder: string
const path = (name: string) => join(folder, name)

const lines = (rows: Iterable<readonly [number, Iterable<number>]>) =>
  [...rows].map(([user, items]) => [user, ...items].join(' ')).join('\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-evaluate-'))
  const { training, users, wanted, wantedStart } = holdOut(
    groups(createRandom(2), { users: 200, items: 60, perUser: 8 }),
    150,
    createRandom(2),
  )
  const rows = dense(training).map(
    (row, user) => [user, [...row.keys()].filter((i) => row[i] === 1)] as const,
  )
  await writeFile(path('train.txt'), lines(rows))
  const tests = Array.from(
    users,
    (user, n) => [user, wanted.subarray(wantedStart[n], wantedStart[n + 1])] as const,
  )
  // Two users more: one without test items, who does not count, and one whom training has not seen.
  await writeFile(path('test.txt'), `${lines(tests)}\n199\n5000 1 4 7 9999\n`)
  await writeFile(path('empty.txt'), '1\n2\n')
})
afterAll(() => rm(folder, { recursive: true }))

const options = (search: boolean, threads: number) => ({
  train: path('train.txt'),
  test: path('test.txt'),
  k: 20,
  seed: 1,
  threads,
  search,
  searchSeconds: 0.3,
})

test('finds hidden items far better than chance, and counts the users that have some', async () => {
  const result = await evaluateInteractions(options(false, 1))
  expect(result.users).toBe(151)
  // 20 of 53 items at random would find 0.38; the taste's 18 or so unseen ones hold nearly all.
  expect(result.recall).toBeGreaterThan(0.75)
  expect(result.ndcg).toBeGreaterThan(0.2)
  expect(result.ndcg).toBeLessThan(1)
  expect(result.searchSeconds).toBe(0)
})

test('gives the same figures and settings whatever the number of threads, search included', async () => {
  const [one, two] = [
    await evaluateInteractions(options(true, 1)),
    await evaluateInteractions(options(true, 2)),
  ]
  expect([two.recall, two.ndcg, two.settings]).toEqual([one.recall, one.ndcg, one.settings])
  expect(one.searchSeconds).toBeGreaterThan(0)
}, 60_000)

test('a file without interactions is refused by name', async () => {
  await expect(evaluateInteractions({ ...options(false, 1), train: path('empty.txt') })).rejects.toThrow(
    /empty\.txt has no interactions/,
  )
})
