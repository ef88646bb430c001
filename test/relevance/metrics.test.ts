import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import {
  bootstrapMean,
  hitAt,
  ndcgAt10,
  reciprocalRankAt10,
  reliability,
} from '../../src/relevance/metrics.ts'

describe('measures of one right answer', () => {
  plain('have the values of their definitions', () => {
    expect([0, 1, 2, 9, 10, Number.POSITIVE_INFINITY].map(ndcgAt10)).toEqual([
      1,
      1 / Math.log2(3),
      0.5,
      1 / Math.log2(11),
      0,
      0,
    ])
    expect([0, 3, 9, 10].map(reciprocalRankAt10)).toEqual([1, 0.25, 0.1, 0])
    expect([0, 4, 5].map(hitAt(5))).toEqual([1, 1, 0])
  })

  test.prop([fc.nat({ max: 30 })])('never rise with the rank', (rank) => {
    for (const of of [ndcgAt10, reciprocalRankAt10, hitAt(5)])
      expect(of(rank + 1)).toBeLessThanOrEqual(of(rank))
  })
})

describe('bootstrap intervals', () => {
  const groups = Array.from({ length: 400 }, (_, n) => n % 80)
  const values = groups.map((group) => (group < 40 ? 1 : 0))

  plain('hold the mean, and are the same for a seed', () => {
    const estimate = bootstrapMean(values, groups, 7)
    expect(estimate.mean).toBe(0.5)
    // 80 users of one kind or the other: standard error √(0.25 / 80) = 0.056
    expect(estimate.high - estimate.low).toBeCloseTo(2 * 1.96 * 0.056, 1)
    expect(bootstrapMean(values, groups, 7)).toEqual(estimate)
    expect(bootstrapMean(values, groups, 8)).not.toEqual(estimate)
  })

  plain('are unknown for one user, and for nothing', () => {
    expect(bootstrapMean([1, 0], [3, 3], 1).low).toBeNaN()
    expect(bootstrapMean([], [], 1).mean).toBeNaN()
  })
})

describe('reliability', () => {
  plain('has the Brier scores of its definition', () => {
    const { brier, baselineBrier, expectedOverObserved } = reliability(
      Float64Array.of(0.5, 0.1, 0.4, 0),
      Uint8Array.of(1, 0, 0, 0),
    )
    expect(brier).toBeCloseTo((0.25 + 0.01 + 0.16) / 4, 12)
    expect(baselineBrier).toBeCloseTo(0.25 * 0.75, 12)
    expect(expectedOverObserved).toBeCloseTo(1, 12)
  })

  test.prop([
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
      minLength: 1,
      maxLength: 200,
    }),
  ])('puts every prediction into one bin, in ascending order', (pairs) => {
    const { bins } = reliability(
      Float64Array.from(pairs, ([p]) => p),
      Uint8Array.from(pairs, ([, chosen]) => (chosen ? 1 : 0)),
    )
    expect(bins.reduce((sum, bin) => sum + bin.predictions, 0)).toBe(pairs.length)
    for (let b = 1; b < bins.length; b++)
      expect(bins[b]!.predicted).toBeGreaterThanOrEqual(bins[b - 1]!.predicted)
  })
})
