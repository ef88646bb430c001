import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectiveKeys } from '../../src/profiles/schema.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import type { Ranking, RankingRequest, RankingWorld } from '../../src/ranking/types.ts'
import { arbitraryRanking, withProfile } from '../support/arbitrary-requests.ts'
import { testProfile, testRequest, testWorld } from '../support/world.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

/** The discounted total of the list, and the best that any list of these candidates could have. */
function totals(world: RankingWorld, request: RankingRequest, ranking: Ranking, key: string) {
  const alone = { relevance: 0, revenue: 0, margin: 0, wait: 0, discovery: 0, latency: 0, [key]: 1 }
  const best = rank(
    world,
    withProfile(request, {
      weights: alone,
      guardrails: [],
      diversity: 0,
      exploration: { temperature: 0 },
      rules: [],
    }),
  )
  return { is: total(ranking, key), best: total(best, key) }
}

function total(ranking: Ranking, key: string): number {
  return ranking.items.reduce(
    (sum, { objectives, rank: place }) =>
      sum + objectives.find((objective) => objective.key === key)!.value / Math.log2(1 + place),
    0,
  )
}

describe('a guardrail', () => {
  test.prop([
    arbitraryRanking,
    fc.constantFrom(...objectiveKeys),
    share,
    fc.constantFrom(0, 0.05, 1),
    fc.constantFrom(0, 3),
  ])(
    'is held, whatever variety, exploration and boosts would do to the list',
    ({ world, request }, objective, minShare, temperature, strength) => {
      const rule = { id: 'b', action: 'boost' as const, target: { cuisine: 'Thai' }, owner: 'o', reason: 'r' }
      const guarded = withProfile(request, {
        guardrails: [{ objective, minShare }],
        exploration: { temperature },
        rules: strength > 0 ? [{ ...rule, strength }] : [],
      })
      const { is, best } = totals(world, guarded, rank(world, guarded), objective)
      expect(is).toBeGreaterThanOrEqual(best - (1 - minShare) * Math.abs(best) - 1e-9 * Math.abs(best))
    },
  )

  test.prop([arbitraryRanking, fc.constantFrom(...objectiveKeys)])(
    'of share 1 gives the very best list of its objective',
    ({ world, request }, objective) => {
      const guarded = withProfile(request, { guardrails: [{ objective, minShare: 1 }] })
      const { is, best } = totals(world, guarded, rank(world, guarded), objective)
      expect(is).toBeCloseTo(best, 9)
    },
  )

  test.prop([arbitraryRanking, share])(
    'leaves more of the other weights standing the less it asks for',
    ({ world, request }, minShare) => {
      const standing = (least: number) =>
        rank(world, withProfile(request, { guardrails: [{ objective: 'relevance', minShare: least }] }))
          .guardrailShare
      expect(standing(minShare / 2)).toBeGreaterThanOrEqual(standing(minShare))
      expect(standing(0)).toBe(1)
    },
  )

  test('takes the largest share of the other weights that keeps the promise', () => {
    const world = testWorld({ restaurants: 60 })
    const profile = testProfile({
      weights: { relevance: 1, margin: 8 },
      guardrails: [{ objective: 'relevance', minShare: 0.98 }],
    })
    const request = testRequest({ profile })
    const ranking = rank(world, request)
    const t = ranking.guardrailShare
    expect(t).toBeGreaterThan(0)
    expect(t).toBeLessThan(1)
    const weights = Object.fromEntries(ranking.items[0]!.objectives.map(({ key, weight }) => [key, weight]))
    expect(weights['margin']).toBeCloseTo((t * 8) / 9, 12)
    const slightlyMore = (t + 1e-5) * (8 / 9)
    const over = rank(
      world,
      withProfile(request, {
        guardrails: [],
        weights: { ...profile.weights, relevance: 1 - slightlyMore, margin: slightlyMore },
      }),
    )
    const { best } = totals(world, request, ranking, 'relevance')
    expect(total(over, 'relevance')).toBeLessThan(0.98 * best)
  })

  test('gives an objective without weight of its own what it needs', () => {
    const world = testWorld({ restaurants: 60 })
    const request = testRequest({
      profile: testProfile({ weights: { margin: 1 }, guardrails: [{ objective: 'wait', minShare: 0.95 }] }),
    })
    const { is, best } = totals(world, request, rank(world, request), 'wait')
    expect(best).toBeLessThan(0)
    expect(is).toBeGreaterThanOrEqual(1.05 * best - 1e-9)
  })

  test.prop([arbitraryRanking, fc.constantFrom(0, 0.3)])(
    'is held together with others where weights alone can hold them',
    ({ world, request }, temperature) => {
      const guardrails = [
        { objective: 'relevance' as const, minShare: 0.8 },
        { objective: 'wait' as const, minShare: 0.4 },
      ]
      const plain = rank(world, withProfile(request, { guardrails, diversity: 0 }))
      const holds = (ranking: Ranking) =>
        guardrails.every(({ objective, minShare }) => {
          const { is, best } = totals(world, request, ranking, objective)
          return is >= best - (1 - minShare) * Math.abs(best) - 1e-9 * Math.abs(best)
        })
      fc.pre(holds(plain))
      expect(
        holds(rank(world, withProfile(request, { guardrails, exploration: { temperature }, diversity: 1 }))),
      ).toBe(true)
    },
  )
})
