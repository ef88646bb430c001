import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectiveKeys, type Rule } from '../../src/profiles/schema.ts'
import { membership } from '../../src/ranking/groups.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import type { Ranking } from '../../src/ranking/types.ts'
import { arbitraryRanking, withProfile } from '../support/arbitrary-requests.ts'
import { testRequest, testWorld } from '../support/world.ts'

const told = { owner: 'o', reason: 'r' }
const share = fc.double({ min: 0, max: 1, noNaN: true })
const cheap = { by: 'priceLevel', value: 1 } as const
const idsOf = (ranking: Ranking) => ranking.items.map(({ item }) => item)

describe('exclude > pin > boost and bury > floors > drift > diversity and chance', () => {
  test.prop([
    arbitraryRanking,
    fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 3, maxLength: 3 }),
    share,
    fc.constantFrom(0, 0.3),
    fc.constantFrom(0, 1),
  ])(
    'with everything at once',
    ({ world, request }, [gone, pinned, buried], minShare, temperature, maxDrift) => {
      const ids = (item: number) => ({ restaurantIds: [world.catalogue.ids[item]!] })
      const rules: Rule[] = [
        { id: 'e', action: 'exclude', target: ids(gone!), ...told },
        { id: 'p-gone', action: 'pin', rank: 1, target: ids(gone!), ...told },
        { id: 'p', action: 'pin', rank: 2, target: ids(pinned!), ...told },
        { id: 'b', action: 'bury', strength: 50, target: ids(buried!), ...told },
        { id: 'b-pinned', action: 'bury', strength: 50, target: ids(pinned!), ...told },
      ]
      const lastShown = Int32Array.from(idsOf(rank(world, request)).reverse())
      const asked = withProfile(
        { ...request, lastShown },
        { rules, exploration: { temperature }, diversity: 0.8, diversityBy: ['cuisine', 'brand'], maxDrift },
      )
      const floor = (least: number) =>
        rank(world, withProfile(asked, { exposureFloors: [{ group: cheap, minShare: least }] }))
      const ranking = floor(minShare)
      const list = idsOf(ranking)
      expect(list).not.toContain(gone)
      const isEligible = rank(world, { ...request, candidates: Int32Array.of(pinned!) }).items.length === 1
      if (isEligible && request.limit >= 2 && list.length >= 2) expect(list[1]).toBe(pinned)
      const [own] = ranking.floors
      // The most that a list could have: that of a floor which asks for all.
      if (own && minShare > 0) {
        expect(own.isMet).toBe(floor(1).floors[0]!.share >= minShare - 1e-9)
      }
    },
  )

  test('a floor lifts even what is buried, and takes what is boosted before others', () => {
    const world = testWorld({ restaurants: 40, restaurant: (i) => ({ priceLevel: i < 3 ? 1 : 3 }) })
    const request = testRequest({ limit: 5 })
    const floors = [{ group: cheap, minShare: 0.2 }]
    const bury: Rule = { id: 'b', action: 'bury', strength: 100, target: { restaurantIds: [] }, ...told }
    const named = (items: number[]) => ({ restaurantIds: items.map((item) => world.catalogue.ids[item]!) })
    const all = withProfile(request, {
      exposureFloors: floors,
      rules: [{ ...bury, target: named([0, 1, 2]) }],
    })
    expect(rank(world, all).floors[0]!.isMet).toBe(true)
    const one = withProfile(request, {
      exposureFloors: floors,
      rules: [
        { ...bury, target: named([0, 1, 2]) },
        { ...bury, id: 'u', action: 'boost', target: named([2]) },
      ],
    })
    const isCheap = membership(world.catalogue, cheap, request.atMs)
    expect(idsOf(rank(world, one)).find(isCheap)).toBe(2)
  })
})

describe('under exposure floors', () => {
  test.prop([arbitraryRanking, share])(
    'scores are still, bit for bit, the sum of their contributions',
    ({ world, request }, minShare) => {
      const floors = [{ group: cheap, minShare }]
      for (const { score, objectives, adjustments } of rank(
        world,
        withProfile(request, { exposureFloors: floors }),
      ).items) {
        let sum = 0
        for (const { contribution } of [...objectives, ...adjustments]) sum += contribution
        expect(score).toBe(sum)
      }
    },
  )

  test.prop([
    arbitraryRanking,
    fc.constantFrom(...objectiveKeys),
    fc.double({ min: 1, max: 50, noNaN: true }),
    share,
  ])('more weight on an objective never lowers its total', ({ world, request }, key, factor, minShare) => {
    const candidates = Int32Array.from({ length: 60 }, (_, i) => i)
    const floors = withProfile(
      { ...request, candidates, limit: Math.min(request.limit, 12) },
      { diversity: 0, exposureFloors: [{ group: cheap, minShare }] },
    )
    const { weights } = request.profile
    const more = withProfile(floors, { weights: { ...weights, [key]: weights[key] * factor + 0.1 } })
    const [was, is] = [rank(world, floors), rank(world, more)].map((ranking) =>
      ranking.items.reduce((sum, { objectives, rank: place }) => {
        const { value } = objectives.find((objective) => objective.key === key)!
        return sum + value / Math.log2(1 + place)
      }, 0),
    )
    expect(is!).toBeGreaterThanOrEqual(was! - 1e-9 * Math.abs(was!))
  })

  test.prop([arbitraryRanking, share])(
    'the order of the given candidates does not matter',
    ({ world, request }, minShare) => {
      const every = Array.from({ length: world.catalogue.size }, (_, i) => i)
      const asked = withProfile(request, {
        exposureFloors: [
          { group: cheap, minShare },
          { group: { by: 'independent' }, minShare: 0.5 },
        ],
      })
      const forwards = rank(world, { ...asked, candidates: Int32Array.from(every) })
      const backwards = rank(world, { ...asked, candidates: Int32Array.from(every.toReversed()) })
      expect(backwards.items).toEqual(forwards.items)
    },
  )

  test.prop([arbitraryRanking, share])(
    'guardrails hold among the lists that meet them',
    ({ world, request }, minShare) => {
      const asked = withProfile(
        { ...request, limit: Math.min(request.limit, 12) },
        { diversity: 0, exposureFloors: [{ group: cheap, minShare: 0.3 }] },
      )
      const guarded = withProfile(asked, { guardrails: [{ objective: 'wait', minShare }] })
      const alone = { ...request.profile.weights, relevance: 0, revenue: 0, margin: 0, wait: 1, discovery: 0 }
      const total = (ranking: Ranking) =>
        ranking.items.reduce((sum, { objectives, rank: place }) => {
          return sum + objectives.find(({ key }) => key === 'wait')!.value / Math.log2(1 + place)
        }, 0)
      const best = total(rank(world, withProfile(asked, { weights: alone })))
      const own = rank(world, guarded)
      expect(total(own)).toBeGreaterThanOrEqual(
        best - (1 - minShare) * Math.abs(best) - 1e-9 * Math.abs(best),
      )
      expect(own.floors).toHaveLength(1)
    },
  )
})
