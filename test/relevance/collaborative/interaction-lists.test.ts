import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem } from '../../../src/problem/problems.ts'
import { readInteractionLists } from '../../../src/relevance/interaction-lists.ts'
import { interactionMatrix } from '../../../src/relevance/interaction-matrix.ts'
import { dense } from '../../numeric/sparse.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-lists-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function lists(text: string) {
  const path = join(folder, 'lists.txt')
  await writeFile(path, text)
  return readInteractionLists(path)
}

test('repeats count once, a user may come back, empty lines and Windows line ends are no matter', async () => {
  const { itemsOf, interactions } = await lists('3 9 5 9\r\n\n1\n3 2\n')
  expect([...itemsOf].map(([user, items]) => [user, [...items]])).toEqual([
    [3, [2, 5, 9]],
    [1, []],
  ])
  expect(interactions).toBe(3)
})

test('ids with gaps become rows and columns in ascending order', async () => {
  const { matrix, rowOf, columnOf } = interactionMatrix(await lists('2000000000 7 500\n4 500\n'))
  expect([...rowOf]).toEqual([
    [4, 0],
    [2000000000, 1],
  ])
  expect([...columnOf.keys()]).toEqual([7, 500])
  expect(dense(matrix)).toEqual([
    [0, 1],
    [1, 1],
  ])
})

test.each(['1 2\n1 x\n', '1 2\n-1 3\n', '1 2\n1 2.5\n', '1 2\n1 2147483648\n', '1 2\n1,2\n'])(
  'a malformed line is refused by file and line: %j',
  async (text) => {
    const error = await lists(text).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Problem)
    expect(String(error)).toMatch(/lists\.txt, line 2: ".*" is not an id/)
  },
)

test('a file that is not there is a problem with its name', async () => {
  await expect(readInteractionLists(join(folder, 'missing.txt'))).rejects.toThrow(
    /missing\.txt cannot be read/,
  )
})
