import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { evaluate, natural, terms, termWeights } from '../../src/analysis/columns.ts'
import { dominates, frontier } from '../../src/analysis/frontier.ts'
import { maximiseWithin } from '../../src/analysis/lagrangian.ts'
import type { ObjectiveKey } from '../../src/profiles/schema.ts'
import { allLists, testColumns } from '../support/columns.ts'

const columns = testColumns({ requests: 60, candidates: 25, length: 5, seed: 11 })
const pair = ['relevance', 'wait'] as const
const at = (key: ObjectiveKey) => terms.indexOf(key)

/** Waiting counts against. */
const better = (key: ObjectiveKey, value: number) => (key === 'wait' ? -value : value)

describe('a frontier', () => {
  const choices = fc.constantFrom<ObjectiveKey[]>(
    ['relevance', 'revenue'],
    ['margin', 'wait'],
    ['relevance', 'revenue', 'wait'],
  )
  prop.prop([fc.integer({ min: 1, max: 1e6 }), choices], { numRuns: 20 })(
    'holds points of which none dominates another, each what its weights make',
    (seed, objectives) => {
      const small = testColumns({ requests: 8, candidates: 10, length: 3, seed })
      const { points } = frontier(small, { objectives, maxPoints: 30 })
      const vectors = points.map(({ totals }) => objectives.map((key) => better(key, totals[key]!)))
      for (const a of vectors) for (const b of vectors) expect(dominates(a, b)).toBe(false)
      for (const { weights, totals } of points) {
        const again = evaluate(small, termWeights(weights))
        for (const key of objectives)
          expect(natural(small, key, again[at(key)]!)).toBeCloseTo(totals[key]!, 9)
      }
    },
  )

  test('of two objectives has every extreme point of the convex hull of all lists', () => {
    const single = testColumns({ requests: 1, candidates: 6, length: 2, seed: 4 })
    const lists = allLists(single.requests[0]!).map((list) => [list[at('relevance')]!, list[at('wait')]!])
    const { points, error } = frontier(single, { objectives: pair, maxPoints: 100 })
    expect(error).toBeLessThan(1e-4)
    const found = points.map(({ totals }) => totals.relevance! / single.scales.relevance)
    // By a thousand directions, the best of all lists is on the frontier.
    for (let n = 1; n < 1000; n++) {
      const direction = [n / 1000, 1 - n / 1000]
      const best = lists.reduce((most, list) =>
        direction[0]! * list[0]! + direction[1]! * list[1]! >
        direction[0]! * most[0]! + direction[1]! * most[1]!
          ? list
          : most,
      )
      expect(Math.min(...found.map((value) => Math.abs(value - best[0]!)))).toBeLessThan(1e-9)
    }
  })

  test('lies between reference and ideal, spans both ends, and fills more with more points', () => {
    const few = frontier(columns, { objectives: pair, maxPoints: 4 })
    const many = frontier(columns, { objectives: pair, maxPoints: 60 })
    expect(many.points[0]!.totals.relevance).toBe(many.ideal.relevance)
    expect(many.points.at(-1)!.totals.wait).toBe(many.ideal.wait)
    expect(many.points[0]!.totals.wait).toBe(many.reference.wait)
    expect(many.hypervolume).toBeGreaterThan(few.hypervolume)
    expect(many.hypervolume).toBeLessThan(1)
    expect(many.error!).toBeLessThan(few.error!)
    // What the missing points could add is no more than the error says of every gap.
    expect(many.hypervolume - few.hypervolume).toBeLessThan(few.error! * few.points.length)
  })

  test('is where the solver finds its optimum too', () => {
    const { points } = frontier(columns, { objectives: pair, maxPoints: 200 })
    const middle = points[Math.floor(points.length / 2)]!
    const least = -(middle.totals.wait! * columns.seen) / columns.scales.wait
    const outcome = maximiseWithin(columns, { maximise: 'relevance', bounds: [{ term: 'wait', least }] })
    if (outcome.status !== 'optimal') throw new Error('the point itself keeps the bound')
    expect(natural(columns, 'relevance', outcome.upper)).toBeCloseTo(middle.totals.relevance!, 6)
  })
})
