import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createRandom } from '../../../src/numeric/random.ts'
import { discount } from '../../../src/ranking/guardrails.ts'
import { floorOutcomes } from '../../../src/ranking/rerank/floors/needs.ts'
import { followList } from '../../../src/ranking/rerank/placement.ts'
import { type RerankQuery, rerank } from '../../../src/ranking/rerank/rerank.ts'
import { arbitraryFloors, everyList, floorQuery } from '../../support/floors.ts'

const scoreOf = ({ scores }: RerankQuery, list: readonly number[]) =>
  list.reduce((sum, j, n) => sum + scores[j]! * discount(n + 1), 0)
const listOf = (query: RerankQuery) => rerank(query).map(({ candidate }) => candidate)
const meets = (query: ReturnType<typeof floorQuery>, list: readonly number[]) =>
  floorOutcomes(query.exposure, list).every(({ isMet }) => isMet)

type Case = typeof single extends fc.Arbitrary<infer T> ? T : never
const single = arbitraryFloors(1)
const several = arbitraryFloors(3)
const queryOf = ({ candidates, minShares, limit }: Case, changes: Partial<RerankQuery> = {}) =>
  floorQuery(
    candidates.map(({ score }) => score),
    candidates.map(({ mask }) => mask),
    minShares,
    { limit, ...changes },
  )
const listsOf = ({ scores, limit }: RerankQuery) => everyList(scores.length, Math.min(limit, scores.length))

describe.each([
  ['one floor', single],
  ['several overlapping floors', several],
] as const)('%s', (_, arbitrary) => {
  test.prop([arbitrary])('met exactly when some list meets them, with the least loss of score', (made) => {
    const query = queryOf(made)
    const feasible = listsOf(query).filter((list) => meets(query, list))
    const list = listOf(query)
    expect(meets(query, list)).toBe(feasible.length > 0)
    if (feasible.length === 0) return
    const best = Math.max(...feasible.map((each) => scoreOf(query, each)))
    expect(scoreOf(query, list)).toBeCloseTo(best, 9)
  })

  test.prop([arbitrary])('that cannot be met get as much as those before them leave', (made) => {
    const query = queryOf(made)
    let lists = listsOf(query)
    const own = floorOutcomes(query.exposure, listOf(query))
    own.forEach(({ share, minShare }, f) => {
      const shareIn = (list: readonly number[]) => floorOutcomes(query.exposure, list)[f]!.share
      const target = Math.min(minShare, Math.max(...lists.map(shareIn)))
      expect(share).toBeGreaterThanOrEqual(target - 1e-9)
      lists = lists.filter((list) => shareIn(list) >= target - 1e-9)
    })
  })

  test.prop([arbitrary, fc.constantFrom(0, 0.1, 2), fc.constantFrom(0, 0.7), fc.nat()])(
    'are met under chance and variety whenever they can be',
    (made, temperature, diversity, seed) => {
      const query = queryOf(made, { temperature, diversity, random: createRandom(seed) })
      const isPossible = listsOf(query).some((list) => meets(query, list))
      expect(meets(query, listOf(query))).toBe(isPossible)
    },
  )
})

describe('exploration under floors', () => {
  test.prop([several, fc.constantFrom(0.1, 1)], { numRuns: 30 })(
    'gives chances to exactly the lists that meet them, and they add up to 1',
    (made, temperature) => {
      const query = queryOf({ ...made, limit: Math.min(made.limit, 3) }, { temperature })
      const lists = listsOf(query)
      const chances = lists.map((list) =>
        followList(query, list, () => 1).probability.reduce((all, chance) => all * chance, 1),
      )
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
      if (!lists.some((list) => meets(query, list))) return
      lists.forEach((list, n) => {
        expect(chances[n]! > 0).toBe(meets(query, list))
      })
    },
  )
})

describe('an item that a floor moved', () => {
  test('says so, and others do not', () => {
    const query = floorQuery([0.9, 0.8, 0.7, 0.1], [0, 0, 0, 1], [0.2], { limit: 3 })
    const placed = rerank(query)
    expect(placed.map(({ candidate }) => candidate)).toEqual([0, 1, 3])
    expect(placed.map(({ adjustments }) => adjustments)).toEqual([
      [],
      [],
      [{ by: 'floor:district=g0', contribution: 0 }],
    ])
  })
})

test('long lists with floors that pull apart are filled within the allowed work', () => {
  const random = createRandom(3)
  const scores = Array.from({ length: 200 }, () => random.next())
  const masks = scores.map(() => random.int(8) & random.int(8))
  const query = floorQuery(scores, masks, [0.5, 0.45, 0.4], { limit: 100 })
  expect(floorOutcomes(query.exposure, listOf(query)).map(({ isMet }) => isMet)).toEqual([true, true, true])
})
