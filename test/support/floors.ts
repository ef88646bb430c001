import { fc } from '@fast-check/vitest'
import { createRandom } from '../../src/numeric/random.ts'
import type { Exposure } from '../../src/ranking/rerank/floors/needs.ts'
import type { RerankQuery } from '../../src/ranking/rerank/rerank.ts'
import { testWorld } from './world.ts'

const world = testWorld({ restaurants: 12 })

/** A re-ranking of a few candidates that belong to groups, whatever the groups mean: floor f is that of bit f. */
export function floorQuery(
  scores: readonly number[],
  masks: readonly number[],
  minShares: readonly number[],
  changes: Partial<RerankQuery> = {},
): RerankQuery & { exposure: Exposure } {
  const exposure: Exposure = {
    floors: minShares.map((minShare, f) => ({ group: { by: 'district', value: `g${f}` }, minShare })),
    masks: Uint8Array.from(masks),
  }
  return {
    catalogue: world.catalogue,
    items: Int32Array.from(scores, (_, j) => j),
    scores: Float64Array.from(scores),
    limit: 5,
    rules: { excludes: [], pins: [], boosts: [] },
    diversity: 0,
    diversityBy: ['cuisine'],
    temperature: 0,
    guards: [],
    drift: null,
    random: createRandom(1),
    ...changes,
    exposure,
  }
}

/** Up to `floors` floors over up to eight candidates, overlapping as they come. */
export const arbitraryFloors = (floors: number) =>
  fc.integer({ min: 1, max: floors }).chain((count) =>
    fc.record({
      candidates: fc.array(
        fc.record({
          score: fc.oneof(fc.double({ min: -1, max: 2, noNaN: true }), fc.constantFrom(0, 0.5, 1)),
          mask: fc.integer({ min: 0, max: 2 ** count - 1 }),
        }),
        { minLength: 1, maxLength: 7 },
      ),
      minShares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count }),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  )

/** Every list of `length` of the candidates 0 … count − 1: slow and plain. */
export function everyList(count: number, length: number): number[][] {
  if (length === 0) return [[]]
  return everyList(count, length - 1).flatMap((list) =>
    Array.from({ length: count }, (_, j) => j)
      .filter((j) => !list.includes(j))
      .map((j) => [...list, j]),
  )
}
