import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../src/numeric/random.ts'
import { trainCollaborative } from '../../../src/relevance/models/collaborative/train.ts'
import { createWorkerExecutor, type WorkerExecutor } from '../../../src/relevance/worker-executor.ts'
import { groups, smallSettings } from './groups.ts'

let one: WorkerExecutor
let three: WorkerExecutor
beforeAll(() => {
  one = createWorkerExecutor(1)
  three = createWorkerExecutor(3)
})
afterAll(() => Promise.all([one.close(), three.close()]))

test('the operator has the same bits in this thread, in one worker, and in three', async () => {
  const matrix = groups(createRandom(5), { users: 700, items: 300, perUser: 9 })
  const here = await trainCollaborative(matrix, smallSettings)
  expect(here.columns.length).toBeGreaterThan(300)
  expect(await trainCollaborative(matrix, smallSettings, { executor: one })).toEqual(here)
  expect(await trainCollaborative(matrix, smallSettings, { executor: three })).toEqual(here)
})

test('a kernel that fails rejects the run, and the workers take the next one', async () => {
  const wrong = { dense: null, rows: 1, width: 8, out: null }
  await expect(three.run('gram', wrong as never, 1)).rejects.toThrow(/training thread failed/)
  const matrix = groups(createRandom(6), { users: 40, items: 20, perUser: 4 })
  expect((await trainCollaborative(matrix, smallSettings, { executor: three })).items).toBe(20)
})

test('progress only grows, up to 1, and an aborted signal stops the training', async () => {
  const matrix = groups(createRandom(7), { users: 60, items: 300, perUser: 5 })
  const shares: number[] = []
  await trainCollaborative(matrix, smallSettings, { onProgress: (share) => shares.push(share) })
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBeCloseTo(1, 9)
  await expect(trainCollaborative(matrix, smallSettings, { signal: AbortSignal.abort() })).rejects.toThrow()
})
