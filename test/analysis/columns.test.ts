import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  alone,
  evaluate,
  fromNatural,
  joinColumns,
  natural,
  promising,
  requestColumns,
  terms,
  termWeights,
} from '../../src/analysis/columns.ts'
import { createJudge } from '../../src/analysis/judge.ts'
import { totalsOf } from '../../src/analysis/totals.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import { testColumns } from '../support/columns.ts'
import { testProfile, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 120, seed: 9 })

describe('columns of a request', () => {
  prop.prop([fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 })], { numRuns: 40 })(
    'under any weights come to what the ranking’s own list comes to',
    (parts) => {
      const [relevance, revenue, margin, wait] = parts as [number, number, number, number]
      const weights = { relevance: relevance + 0.1, revenue, margin, wait }
      const request = testRequest({ profile: testProfile({ weights }) })
      const columns = joinColumns(
        [requestColumns({ user: 'u', world, request, ordered: null })!],
        world.scales,
        false,
      )
      const { items } = rank(world, request)
      const totals = totalsOf(world.catalogue, createJudge(world, request).value(items), 1)
      const own = evaluate(columns, termWeights(weights))
      const at = (term: (typeof terms)[number]) => natural(columns, term, own[terms.indexOf(term)]!)
      expect(at('relevance')).toBeCloseTo(totals.orders, 9)
      expect(at('revenue')).toBeCloseTo(totals.revenue, 9)
      expect(at('margin')).toBeCloseTo(totals.margin, 9)
      expect(at('wait')).toBeCloseTo(totals.waitMinutes!, 9)
    },
  )

  prop.prop([fc.integer({ min: 1, max: 1e6 })], { numRuns: 40 })(
    'lose no candidate that some weights would show',
    (seed) => {
      const { requests } = testColumns({ requests: 1, candidates: 60, length: 3, seed })
      const [request] = requests
      const kept = new Set(promising(request!.values, 60, 3))
      const random = createRandom(seed)
      for (let n = 0; n < 50; n++) {
        const weights = terms.map(() => (random.next() < 0.4 ? 0 : random.next()))
        const score = (j: number) =>
          weights.reduce((sum, weight, t) => sum + weight * request!.values[t * 60 + j]!, 0) +
          1e-9 * random.next()
        const scores = Array.from({ length: 60 }, (_, j) => score(j))
        const third = [...scores].sort((a, b) => b - a)[2]!
        const shown = scores.flatMap((own, j) => (own > third + 1e-6 ? [j] : []))
        expect(shown.every((j) => kept.has(j))).toBe(true)
      }
      expect(kept.size).toBeLessThan(60)
    },
  )

  test('know what was ordered, and natural units go both ways', () => {
    const request = testRequest()
    const [best] = rank(world, request).items
    const columns = joinColumns(
      [requestColumns({ user: 'u', world, request, ordered: best!.item })!],
      world.scales,
      true,
    )
    expect(evaluate(columns, alone('relevance')).at(-1)).toBe(1)
    for (const term of terms) expect(natural(columns, term, fromNatural(columns, term, 7))).toBeCloseTo(7, 12)
  })

  test('are none where nothing can be shown', () => {
    const filters = { ...testRequest().filters, cuisines: [] }
    expect(requestColumns({ user: 'u', world, request: testRequest({ filters }), ordered: null })).toBeNull()
  })
})
