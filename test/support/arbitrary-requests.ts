import { fc } from '@fast-check/vitest'
import type { RankingRequest, RankingWorld } from '../../src/ranking/types.ts'
import { centre, testHistory, testProfile, testRequest, testWorld } from './world.ts'

const worlds = new Map<number, RankingWorld>()

/** One of five worlds of 60 restaurants, made once. */
export const arbitraryWorld = fc.integer({ min: 1, max: 5 }).map((seed) => {
  let world = worlds.get(seed)
  if (!world) {
    world = testWorld({ restaurants: 60, seed })
    worlds.set(seed, world)
  }
  return world
})

const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 10, noNaN: true }))

export const arbitraryWeights = fc.record({
  relevance: weight.map((value) => value + 0.01),
  revenue: weight,
  margin: weight,
  wait: weight,
  discovery: weight,
  latency: weight,
})

const arbitraryPlan = fc.constantFrom(
  { name: 'popular', candidates: 20 } as const,
  { name: 'fast', candidates: 30 } as const,
  { name: 'full', candidates: 200 } as const,
)

const arbitraryRows = fc.array(
  fc.tuple(
    fc.constantFrom('order', 'click', 'dismiss', 'rating', 'impression'),
    fc.integer({ min: 0, max: 59 }),
    fc.double({ min: -5, max: 300, noNaN: true }),
  ),
  { maxLength: 12 },
)

/** Any world, user, weights, plan, limit, diversity, boosts and pins; temperature 0 and no guardrails unless `changes` say so. */
export const arbitraryRanking = fc
  .record({
    world: arbitraryWorld,
    weights: arbitraryWeights,
    rows: arbitraryRows,
    plan: arbitraryPlan,
    limit: fc.integer({ min: 1, max: 30 }),
    liked: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
    known: fc.boolean(),
    diversity: fc.constantFrom(0, 0, 0.4, 1),
    seed: fc.nat(),
  })
  .map(({ world, rows, weights, liked, known, diversity, ...rest }) => ({
    world,
    request: testRequest({
      ...rest,
      history: testHistory(world, rows),
      likedCuisines: liked,
      origins: known ? [centre] : [],
      profile: testProfile({ weights, diversity }),
    }),
  }))

/** The same request under a profile with these changes. */
export function withProfile(
  request: RankingRequest,
  changes: Partial<RankingRequest['profile']>,
): RankingRequest {
  return { ...request, profile: { ...request.profile, ...changes } }
}
