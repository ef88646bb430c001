import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { alone, type Columns, evaluate, terms } from '../../src/analysis/columns.ts'
import { type Bound, keeps, maximiseWithin, type Optimum } from '../../src/analysis/lagrangian.ts'
import { allLists, testColumns } from '../support/columns.ts'

const at = (term: (typeof terms)[number]) => terms.indexOf(term)
const small = (seed: number) => testColumns({ requests: 3, candidates: 4, length: 2, seed })
const large = testColumns({ requests: 150, candidates: 30, length: 5, seed: 7 })

/** The best over every combination of every list; null: none keeps the bounds. */
function bruteForce(columns: Columns, maximise: number, bounds: readonly Bound[]): number | null {
  let best: number | null = null
  const n = columns.requests.length
  const go = (index: number, totals: number[]) => {
    if (index === n) {
      const isKept = bounds.every(({ term, least }) => totals[at(term)]! / n >= least - 1e-12)
      if (isKept) best = Math.max(best ?? Number.NEGATIVE_INFINITY, totals[maximise]! / n)
      return
    }
    for (const list of lists[index]!)
      go(
        index + 1,
        totals.map((total, t) => total + list[t]!),
      )
  }
  const lists = columns.requests.map(allLists)
  go(
    0,
    terms.map(() => 0),
  )
  return best
}

const bestOf = (columns: Columns, term: (typeof terms)[number]) => evaluate(columns, alone(term))[at(term)]!
const shareOfBest = (columns: Columns, term: (typeof terms)[number], share: number): Bound => {
  const best = bestOf(columns, term)
  return { term, least: best - (1 - share) * Math.abs(best) }
}

describe('within bounds', () => {
  prop.prop(
    [
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0.5, max: 1, noNaN: true }),
      fc.double({ min: 0.3, max: 1, noNaN: true }),
    ],
    { numRuns: 25 },
  )(
    'what is found keeps every bound, and brute force over all lists lies between it and the dual’s bound',
    (seed, first, second) => {
      const columns = small(seed)
      const bounds = [shareOfBest(columns, 'relevance', first), shareOfBest(columns, 'wait', second)]
      const outcome = maximiseWithin(columns, { maximise: 'revenue', bounds })
      const brute = bruteForce(columns, at('revenue'), bounds)
      if (outcome.status === 'infeasible') {
        expect(brute).toBeNull()
        return
      }
      if (brute !== null) expect(brute).toBeLessThanOrEqual(outcome.upper + 1e-9)
      if (!outcome.best) return
      expect(keeps(outcome.best, bounds)).toBe(true)
      expect(outcome.best.totals[at('revenue')]!).toBeLessThanOrEqual(brute! + 1e-9)
    },
  )

  test('three bounds at once on many requests: the gap is below a per cent', () => {
    const bounds = [
      shareOfBest(large, 'relevance', 0.85),
      shareOfBest(large, 'wait', 0.5),
      { term: 'newPlaces', least: 0.25 * large.seen } as const,
    ]
    const outcome = maximiseWithin(large, { maximise: 'revenue', bounds }) as Optimum
    expect(outcome.status).toBe('optimal')
    expect(keeps(outcome.best!, bounds)).toBe(true)
    const value = outcome.best!.totals[at('revenue')]!
    expect(outcome.upper).toBeGreaterThanOrEqual(value)
    expect(value / outcome.upper).toBeGreaterThan(0.99)
    expect(outcome.mixture.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
  })

  test('a bound that does not bind has no price, and without bounds the best is the best', () => {
    const loose = maximiseWithin(large, {
      maximise: 'revenue',
      bounds: [{ term: 'relevance', least: 0 }],
    }) as Optimum
    expect([...loose.multipliers]).toEqual([0])
    expect(loose.best!.totals[at('revenue')]).toBe(bestOf(large, 'revenue'))
    expect((maximiseWithin(large, { maximise: 'wait', bounds: [] }) as Optimum).upper).toBeCloseTo(
      bestOf(large, 'wait'),
      12,
    )
  })

  test('more is never had for a tighter bound', () => {
    const values = [0.8, 0.9, 0.95, 0.99].map((share) => {
      const outcome = maximiseWithin(large, {
        maximise: 'revenue',
        bounds: [shareOfBest(large, 'relevance', share)],
      })
      return outcome.status === 'optimal' ? outcome.upper : Number.NaN
    })
    expect(values).toEqual([...values].sort((a, b) => b - a))
  })
})

describe('what cannot be kept', () => {
  test('alone is named with the most that can be had', () => {
    const least = 1.01 * bestOf(large, 'relevance')
    const outcome = maximiseWithin(large, {
      maximise: 'revenue',
      bounds: [
        { term: 'wait', least: -1e9 },
        { term: 'relevance', least },
      ],
    })
    expect(outcome).toMatchObject({
      status: 'infeasible',
      conflict: [1],
      violated: 1,
      attainable: bestOf(large, 'relevance'),
    })
  })

  test('together is proven by multipliers, and what is said to be attainable keeps the others', () => {
    const bounds = [shareOfBest(large, 'relevance', 0.98), shareOfBest(large, 'wait', 0.98)]
    const outcome = maximiseWithin(large, { maximise: 'revenue', bounds })
    if (outcome.status !== 'infeasible') throw new Error('it is infeasible')
    expect(outcome.conflict).toEqual([0, 1])
    const weights = new Float64Array(terms.length)
    bounds.forEach(({ term }, c) => {
      weights[at(term)]! += outcome.certificate[c]!
    })
    const reach = evaluate(large, weights).reduce((sum, total, t) => sum + (weights[t] ?? 0) * total, 0)
    const asked = bounds.reduce((sum, { least }, c) => sum + outcome.certificate[c]! * least, 0)
    expect(reach).toBeLessThan(asked)
    expect(outcome.attainable).toBeLessThan(bounds[outcome.violated]!.least)
    const eased = bounds.map((bound, c) =>
      c === outcome.violated ? { ...bound, least: outcome.attainable - 0.01 } : bound,
    )
    expect(maximiseWithin(large, { maximise: 'revenue', bounds: eased }).status).toBe('optimal')
  })
})

describe('lists under weights', () => {
  prop.prop(
    [
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(...terms),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
    ],
    { numRuns: 50 },
  )('more weight on a term never lowers its total', (seed, term, more) => {
    const columns = testColumns({ requests: 6, candidates: 12, length: 4, seed })
    const weights = Float64Array.from(terms, (_, t) => ((seed >> t) % 4) / 3 + 0.01)
    const raised = weights.slice()
    raised[at(term)]! += more
    expect(evaluate(columns, raised)[at(term)]!).toBeGreaterThanOrEqual(
      evaluate(columns, weights)[at(term)]! - 1e-12,
    )
  })

  test('are those of the greatest weighted total of all lists', () => {
    const columns = testColumns({ requests: 1, candidates: 5, length: 3, seed: 3 })
    const weights = Float64Array.from([0.4, 0.1, 0.2, 0.3, 0.15, 0.05])
    const worth = (totals: ArrayLike<number>) =>
      weights.reduce((sum, weight, t) => sum + weight * totals[t]!, 0)
    const best = Math.max(...allLists(columns.requests[0]!).map(worth))
    expect(worth(evaluate(columns, weights))).toBeCloseTo(best, 12)
  })
})
