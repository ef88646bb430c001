import { fc, test as propTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type MeasureOptions, measureBatches } from '../../src/serving/measure-batches.ts'

/** A database whose statements take 1 ms and 0.1 ms a user, by a clock that they move themselves. */
function simulated(users: number, changes: Partial<MeasureOptions> = {}) {
  let nowMs = 0
  const asked: (readonly string[])[] = []
  const options: MeasureOptions = {
    lookUp(ids) {
      asked.push(ids)
      nowMs += 1 + 0.1 * ids.length
      return Promise.resolve()
    },
    ids: Array.from({ length: users }, (_, n) => `u${n}`),
    clockMs: () => nowMs,
    atMs: 1000,
    isIdle: () => true,
    budgetMs: 3000,
    mostInBatch: 256,
    ...changes,
  }
  return { asked, nowMs: () => nowMs, measure: () => measureBatches(options) }
}

describe('measuring batches', () => {
  test('gives each size its time, and says what more in a statement costs and brings', async () => {
    const { measure } = simulated(1000)
    const { sizes, ...rest } = await measure()
    expect(rest).toEqual({ atMs: 1000, users: 1000, isComplete: true })
    expect(sizes.map(({ most }) => most)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256])
    for (const { most, meanMs, p95Ms, itemsPerSecond, batches, items } of sizes) {
      expect(meanMs).toBeCloseTo(1 + 0.1 * most)
      expect(p95Ms).toBeCloseTo(1 + 0.1 * most)
      expect(itemsPerSecond).toBeCloseTo((1000 * most) / (1 + 0.1 * most))
      expect(items).toBe(batches * most)
    }
  })

  propTest.prop([fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 256 })], { numRuns: 30 })(
    'keeps its budget but for a statement a slot, asks for known users alone and no more at once than there are',
    async (users, mostInBatch) => {
      const { measure, asked, nowMs } = simulated(users, { mostInBatch, budgetMs: 300 })
      const { sizes } = await measure()
      const longestMs = 1 + 0.1 * Math.min(users, mostInBatch)
      expect(nowMs()).toBeLessThanOrEqual(300 + (3 * sizes.length + 1) * longestMs)
      for (const ids of asked) {
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.length).toBeLessThanOrEqual(Math.min(users, mostInBatch))
      }
    },
  )

  test('ends when there is something to answer, and says so', async () => {
    let left = 5
    const { measure, asked } = simulated(1000, { isIdle: () => left-- > 0 })
    expect(await measure()).toMatchObject({ isComplete: false, sizes: [{ most: 1, batches: 5 }] })
    expect(asked).toHaveLength(1 + 5)
  })

  test('ends when nobody waits for it, and has nothing to say where there is no user', async () => {
    const gone = AbortSignal.abort(new Error('left'))
    await expect(simulated(10, { signal: gone }).measure()).rejects.toThrow('left')
    expect((await simulated(0).measure()).sizes).toEqual([])
  })
})
