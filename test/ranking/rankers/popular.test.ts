import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import { emptyHistory } from '../../../src/interactions/history.ts'
import { scoreByPopularity } from '../../../src/ranking/rankers/popular.ts'
import { dinnerMs, testHistory, testWorld } from '../../support/world.ts'

const world = testWorld({ restaurants: 40 })
const size = world.catalogue.size
const everything = Int32Array.from({ length: size }, (_, i) => i)
const request = (history = emptyHistory) => ({ history, atMs: dinnerMs })

function probabilities(
  history: typeof emptyHistory,
  items: Int32Array = everything,
  km: ArrayLike<number> = new Float64Array(items.length).fill(1),
) {
  const out = { probability: new Float64Array(items.length), spend: new Float64Array(items.length) }
  scoreByPopularity(world, request(history), items, Float64Array.from(km), items.length, out)
  return out.probability
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

describe('relevance without a model', () => {
  const orders = fc.array(
    fc.tuple(fc.constant('order' as const), fc.nat({ max: size - 1 }), fc.integer({ min: 1, max: 200 })),
    { maxLength: 20 },
  )

  test.prop([
    orders,
    fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: size, maxLength: size }),
  ])('is a distribution over all places, whatever the past and the distances', (past, km) => {
    const p = probabilities(testHistory(world, past), everything, km)
    expect([...p].every((value) => value >= 0 && value <= 1)).toBe(true)
    expect(sum(p)).toBeCloseTo(1, 9)
  })

  test.prop([orders, fc.subarray([...everything], { minLength: 1 })])(
    'never adds up to more than 1 over a part of them',
    (past, part) => {
      expect(sum(probabilities(testHistory(world, past), Int32Array.from(part)))).toBeLessThanOrEqual(
        1 + 1e-9,
      )
    },
  )

  plain('puts what the user keeps ordering first, the habit of late before an old one', () => {
    const p = probabilities(
      testHistory(world, [
        ['order', 7, 100],
        ['order', 7, 101],
        ['order', 9, 2],
        ['order', 9, 5],
      ]),
    )
    const best = [...everything].sort((a, b) => p[b]! - p[a]!)
    expect(best[0]).toBe(9)
    expect(p[7]!).toBeGreaterThan(probabilities(emptyHistory)[7]! / 3)
  })

  plain('leaves less for other places the more the user has ordered', () => {
    const once = probabilities(testHistory(world, [['order', 9, 2]]))
    const twice = probabilities(
      testHistory(world, [
        ['order', 9, 2],
        ['order', 9, 3],
      ]),
    )
    expect(twice[9]!).toBeGreaterThan(once[9]!)
    expect(twice[3]!).toBeLessThan(once[3]!)
  })

  plain('falls with distance; an unknown one is neither near nor far', () => {
    const at = (km: number) =>
      probabilities(
        emptyHistory,
        everything,
        Float64Array.from(everything, (i) => (i === 5 ? km : 2)),
      )[5]!
    expect(at(0)).toBeGreaterThan(at(Number.NaN))
    expect(at(Number.NaN)).toBeGreaterThan(at(30))
  })
})
