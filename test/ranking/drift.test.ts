import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { rank } from '../../src/ranking/pipeline.ts'
import type { Ranking, RankingRequest } from '../../src/ranking/types.ts'
import { arbitraryRanking, arbitraryWeights, withProfile } from '../support/arbitrary-requests.ts'
import { testProfile, testRequest, testWorld } from '../support/world.ts'

const itemsOf = (ranking: Ranking) => Int32Array.from(ranking.items, ({ item }) => item)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const differing = (a: Int32Array, b: Int32Array) => a.reduce((sum, item, n) => sum + Number(item !== b[n]), 0)

/** The list of the same request under other weights: what might have been shown before. */
function shownBefore(made: Parameters<typeof rank>, weights: RankingRequest['profile']['weights']) {
  return itemsOf(rank(made[0], withProfile(made[1], { weights })))
}

describe('a list under a cap on drift', () => {
  test.prop([arbitraryRanking, arbitraryWeights, share, fc.constantFrom(0, 0.5)])(
    'differs from the last one at no more places than the cap says',
    ({ world, request }, weights, maxDrift, temperature) => {
      const lastShown = shownBefore([world, request], weights)
      const capped = withProfile({ ...request, lastShown }, { maxDrift, exploration: { temperature } })
      const list = itemsOf(rank(world, capped))
      expect(differing(list, lastShown)).toBeLessThanOrEqual(Math.floor(maxDrift * list.length + 1e-9))
      expect(itemsOf(rank(world, capped))).toEqual(list)
    },
  )

  test.prop([arbitraryRanking, arbitraryWeights, share, fc.subarray([0, 1, 2, 3, 4, 5, 6, 7])])(
    'replaces what may not be shown any more, and lets it count',
    ({ world, request }, weights, maxDrift, gone) => {
      const lastShown = shownBefore([world, request], weights)
      const exclude = new Set(gone.flatMap((n) => lastShown[n] ?? []))
      const list = itemsOf(
        rank(world, {
          ...withProfile(request, { maxDrift }),
          lastShown,
          filters: { ...request.filters, exclude },
        }),
      )
      expect([...list].some((item) => exclude.has(item))).toBe(false)
      const allowed = Math.max(exclude.size, Math.floor(maxDrift * list.length + 1e-9))
      // A shorter list can hold fewer places still than the last one had.
      if (list.length === lastShown.length) expect(differing(list, lastShown)).toBeLessThanOrEqual(allowed)
    },
  )

  test.prop([arbitraryRanking, arbitraryWeights])(
    'is free where the cap is 1, and where nothing was shown',
    ({ world, request }, weights) => {
      const lastShown = shownBefore([world, request], weights)
      const plain = rank(world, request).items
      expect(rank(world, withProfile({ ...request, lastShown }, { maxDrift: 1 })).items).toEqual(plain)
      expect(rank(world, withProfile(request, { maxDrift: 0 })).items).toEqual(plain)
    },
  )

  test('still gives a pin its place and a floor its share', () => {
    const world = testWorld({ restaurants: 60 })
    const before = itemsOf(rank(world, testRequest()))
    const level = (item: number) => world.catalogue.priceLevel[item]!
    const pinned = [...Array(60).keys()].find((item) => !before.includes(item))!
    const ranking = rank(
      world,
      testRequest({
        lastShown: before,
        profile: testProfile({
          maxDrift: 0,
          exposureFloors: [{ group: { by: 'priceLevel', value: 4 }, minShare: 0.9 }],
          rules: [
            {
              id: 'p',
              action: 'pin',
              rank: 2,
              target: { restaurantIds: [world.catalogue.ids[pinned]!] },
              owner: 'o',
              reason: 'r',
            },
          ],
        }),
      }),
    )
    expect(ranking.items[1]!.item).toBe(pinned)
    expect(ranking.floors[0]!.isMet || level(pinned) !== 4).toBe(true)
    expect(ranking.floors[0]!.share).toBeGreaterThan(0.3)
  })

  test('says what it kept where it was', () => {
    const world = testWorld({ restaurants: 60 })
    const plain = itemsOf(rank(world, testRequest()))
    const lastShown = Int32Array.of(plain[1]!, plain[0]!, ...plain.slice(2))
    const { items } = rank(world, testRequest({ lastShown, profile: testProfile({ maxDrift: 0.1 }) }))
    expect(items.map(({ item }) => item)).toEqual([...lastShown])
    expect(items.map(({ adjustments }) => adjustments.map(({ by }) => by))).toEqual([
      ['drift'],
      ...Array(9).fill([]),
    ])
  })
})
