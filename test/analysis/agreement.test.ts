import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  agreementOf,
  displacement,
  kendallTau,
  kendallTauB,
  movesBetween,
  overlapAt,
  rankBiasedOverlap,
} from '../../src/analysis/agreement.ts'

const list = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { maxLength: 20 })
const letters = 'abcdefghijklmnopqrstuvwxyz'

describe('every measure of agreement', () => {
  test.prop([list, list, fc.integer({ min: 1, max: 15 })])(
    'is symmetric and within its bounds',
    (a, b, k) => {
      const there = agreementOf(a, b, k)
      const back = agreementOf(b, a, k)
      for (const measure of ['overlap', 'kendallTau', 'rbo', 'displacement'] as const) {
        expect(there[measure]).toBeCloseTo(back[measure], 12)
      }
      expect(there.overlap).toBeGreaterThanOrEqual(0)
      expect(there.overlap).toBeLessThanOrEqual(1)
      expect(there.rbo).toBeGreaterThanOrEqual(0)
      expect(there.rbo).toBeLessThanOrEqual(1)
      expect(Math.abs(there.kendallTau)).toBeLessThanOrEqual(1)
      expect(there.displacement).toBeGreaterThanOrEqual(0)
    },
  )

  test.prop([list])('calls equal lists equal', (a) => {
    const agreement = agreementOf(a, [...a], 10)
    expect(agreement.rbo).toBeCloseTo(1, 12)
    expect(agreement).toMatchObject({ overlap: 1, kendallTau: 1, displacement: 0 })
    expect(movesBetween(a, a)).toEqual([])
  })

  test.prop([list.filter((a) => a.length > 0)])('finds nothing in common where nothing is', (a) => {
    const others = a.map((id) => id + 100)
    expect(overlapAt(a, others, 10)).toBe(0)
    expect(rankBiasedOverlap(a, others, 0.9)).toBe(0)
    expect(rankBiasedOverlap(a, [], 0.9)).toBe(0)
  })
})

describe('rank-biased overlap', () => {
  test('sees the overlaps of the example in figure 5 of the paper', () => {
    // Average overlap at depth 7 is 0.312 there; it is RBO's sum with equal weights, so that p towards 1 leads to agreement 2/7.
    expect(rankBiasedOverlap([...'abcdefg'], [...'zcavwxy'], 0.999999)).toBeCloseTo(2 / 7, 4)
  })

  // Figures of William Webber's own program for the alphabet against these, as kept by the tests of github.com/mpetri/rbo.
  test.each([
    ['f', 0.9, 0.05309],
    ['zclx', 0.9, 0.233312],
    ['nxqyk', 0.9, 0.04905],
    ['sozxjfdenvqkbgryapc', 0.9, 0.307626],
    ['karfvodcjmwgzlypebunq', 0.9, 0.468431],
    ['zhatsimjpnkvcfxwqgoeryubd', 0.9, 0.364444],
    ['av', 0.2, 0.9],
    ['ma', 0.4, 0.200001],
    ['cdxlyeqisk', 0.4, 0.06213],
  ])('of the alphabet and %s at p = %d is %d', (other, p, expected) => {
    expect(rankBiasedOverlap([...letters], [...other], p)).toBeCloseTo(expected, 5)
  })

  test.prop([list.filter((a) => a.length > 0), list.filter((b) => b.length > 0)])(
    'is the endless sum with agreement going on as it was seen last',
    (a, b) => {
      expect(rankBiasedOverlap(a, b, 0.9)).toBeCloseTo(endlessSum(a, b, 0.9), 9)
    },
  )
})

/** Σ (1−p) p^(d−1) A_d: beyond the shorter list its agreement is assumed to hold, beyond the longer one that of both. */
function endlessSum(a: number[], b: number[], p: number): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const overlap = (d: number) => long.slice(0, d).filter((id) => short.slice(0, d).includes(id)).length
  const agreement = (d: number): number => {
    if (d <= short.length) return overlap(d) / d
    const atShort = overlap(short.length) / short.length
    if (d <= long.length) return (overlap(d) + atShort * (d - short.length)) / d
    return agreement(long.length)
  }
  let sum = 0
  for (let d = 1; d < 400; d++) sum += (1 - p) * p ** (d - 1) * agreement(d)
  return sum
}

describe("Kendall's τ", () => {
  test('of values with ties is the τ-b of the textbook', () => {
    expect(kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.4714045207910317, 12)
    expect(kendallTauB([1, 2, 3, 4, 5], [3, 4, 1, 2, 5])).toBeCloseTo(0.2, 12)
  })

  test.prop([list.filter((a) => a.length > 1)])('of a list and its reverse is −1', (a) => {
    expect(kendallTau(a, a.toReversed())).toBe(-1)
  })

  test.prop([list.filter((a) => a.length > 1), fc.nat()])(
    'falls by 4 over n(n − 1) for one swap of neighbours',
    (a, n) => {
      const at = n % (a.length - 1)
      const swapped = [...a]
      ;[swapped[at], swapped[at + 1]] = [a[at + 1]!, a[at]!]
      expect(kendallTau(a, swapped)).toBeCloseTo(1 - 4 / (a.length * (a.length - 1)), 12)
    },
  )
})

describe('moves', () => {
  test.prop([list, list])('lead from one list to the other', (before, after) => {
    const moves = movesBetween(before, after)
    const gone = new Set(moves.map(({ id }) => id))
    const places = new Map<number, number>(moves.flatMap(({ id, after }) => (after ? [[after, id]] : [])))
    before.forEach((id, index) => {
      if (!gone.has(id)) places.set(index + 1, id)
    })
    expect(after.map((_, index) => places.get(index + 1))).toEqual(after)
    expect(places.size).toBe(after.length)
  })

  test('are counted in places, the end of the list standing for absence', () => {
    expect(displacement(['a', 'b'], ['b', 'a'])).toBe(1)
    expect(displacement(['a', 'b'], ['a', 'c'])).toBe(2 / 3)
    expect(movesBetween(['a', 'b', 'c'], ['a', 'd', 'b'])).toEqual([
      { id: 'd', before: null, after: 2 },
      { id: 'b', before: 2, after: 3 },
      { id: 'c', before: 3, after: null },
    ])
  })
})
