import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createFreshness } from '../../src/db/freshness.ts'

/** Knows its replicas' positions from 0 on. */
async function open(maxUsers?: number) {
  const freshness = createFreshness(maxUsers)
  await freshness.locate(async () => 0)
  return freshness
}

describe('a replica may answer about a user', () => {
  test('only once it has replayed what that user changed', async () => {
    const freshness = await open()
    freshness.changed(['ann'])
    expect(freshness.mayAnswer('ann', 1e9)).toBe(false)
    expect(freshness.mayAnswer('bob', 0)).toBe(true)
    await freshness.locate(async () => 100)
    expect(freshness.mayAnswer('ann', 99)).toBe(false)
    expect(freshness.mayAnswer('ann', 100)).toBe(true)
    expect(freshness.mayAnswer('bob', 0)).toBe(true)
  })

  test('not while the position of the change is being asked for, nor when it could not be had', async () => {
    const freshness = await open()
    freshness.changed(['ann'])
    const locating = freshness.locate(async () => {
      expect(freshness.mayAnswer('ann', 1e9)).toBe(false)
      freshness.changed(['bob'])
      throw new Error('away')
    })
    await expect(locating).rejects.toThrow('away')
    for (const user of ['ann', 'bob']) expect(freshness.mayAnswer(user, 1e9)).toBe(false)
    await freshness.locate(async () => 7)
    for (const user of ['ann', 'bob']) expect(freshness.mayAnswer(user, 7)).toBe(true)
  })

  test('of whom nothing is known yet, once it has all that was before this process', async () => {
    const freshness = createFreshness()
    expect(freshness.mayAnswer('ann', 1e9)).toBe(false)
    await freshness.locate(async () => 50)
    expect(freshness.mayAnswer('ann', 49)).toBe(false)
    expect(freshness.mayAnswer('ann', 50)).toBe(true)
  })

  test('that another replica has is not enough for one that lags', async () => {
    const freshness = await open()
    freshness.changed(['ann'])
    await freshness.locate(async () => 100)
    freshness.reached(100)
    expect(freshness.mayAnswer('ann', 99)).toBe(false)
  })

  test('after more changes than are remembered only when it has all of them', async () => {
    const freshness = await open(3)
    freshness.changed(['a', 'b', 'c', 'd'])
    expect(freshness.mayAnswer('z', 1e9)).toBe(false)
    await freshness.locate(async () => 10)
    expect(freshness.mayAnswer('z', 9)).toBe(false)
    expect(freshness.mayAnswer('a', 10)).toBe(true)
  })

  const users = ['a', 'b', 'c', 'd']
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('changed' as const), user: fc.constantFrom(...users) }),
      fc.record({ kind: fc.constant('changedAll' as const) }),
      fc.record({ kind: fc.constant('locate' as const), fails: fc.boolean() }),
      fc.record({ kind: fc.constant('reached' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    ),
    { maxLength: 60 },
  )

  test.prop([steps, fc.integer({ min: 1, max: 5 })])(
    'never before the log position of the last change, whatever happens in between',
    async (given, maxUsers) => {
      const freshness = await open(maxUsers)
      let position = 0
      /** The truth: where each user's last change stands in the log. */
      const changedAt = new Map(users.map((user) => [user, 0]))
      for (const step of given) {
        if (step.kind === 'changed') {
          changedAt.set(step.user, ++position)
          freshness.changed([step.user])
        } else if (step.kind === 'changedAll') {
          position++
          for (const user of users) changedAt.set(user, position)
          freshness.changedAll()
        } else if (step.kind === 'locate') {
          await freshness
            .locate(async () => {
              if (step.fails) throw new Error('away')
              return position
            })
            .catch(() => {})
        } else freshness.reached(Math.floor(step.share * position))
        for (const user of users) {
          for (let replayed = 0; replayed < changedAt.get(user)!; replayed++) {
            expect(freshness.mayAnswer(user, replayed)).toBe(false)
          }
        }
      }
      await freshness.locate(async () => position)
      for (const user of users) expect(freshness.mayAnswer(user, position)).toBe(true)
      expect(freshness.wanted).toBeLessThanOrEqual(position)
    },
  )
})
