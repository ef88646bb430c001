import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { whyNot } from '../../src/analysis/why-not.ts'
import { objectiveKeys, type ProfileSettings } from '../../src/profiles/schema.ts'
import { withShare } from '../../src/profiles/weights.ts'
import { waitMinutes } from '../../src/ranking/objectives/wait.ts'
import { listOf, rank, weigh } from '../../src/ranking/pipeline.ts'
import type { RelevanceModel } from '../../src/relevance/model.ts'
import { testProfile, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 60, seed: 8 })
const weights = { relevance: 0.5, revenue: 0.2, wait: 0.3 }

/** Whether the restaurant is listed under other weights. */
function isListed(item: number, profile: ProfileSettings, limit: number): boolean {
  return rank(world, testRequest({ profile, limit })).items.some((each) => each.item === item)
}

const ratingModel = (model: RelevanceModel, probability: (rating: number) => number): RelevanceModel => ({
  ...model,
  begin: (query) => ({
    ...model.begin(query),
    probabilityIfRated: (_item, _km, _depth, rating) => probability(rating),
  }),
})

const part = (from: number, to: number, share: number) => from + (to - from) * share

describe.each([
  ['plain', testProfile({ weights })],
  ['with a guardrail', testProfile({ weights, guardrails: [{ objective: 'relevance', minShare: 0.9 }] })],
])('why a restaurant is not listed, %s', (kind, profile) => {
  const request = testRequest({ profile, limit: 5 })
  const listed = new Set(rank(world, request).items.map(({ item }) => item))

  prop.prop([fc.integer({ min: 0, max: 59 })], { numRuns: kind === 'plain' ? 40 : 12 })(
    'the stated share of a weight brings it in, and one per cent less does not',
    (item) => {
      const report = whyNot({ world, request, item })
      expect(report.status).toBe(listed.has(item) ? 'listed' : 'outranked')
      if (!report.weights) return
      for (const key of objectiveKeys) {
        const { from, to } = report.weights[key]
        if (to === null) continue
        const at = (share: number) => ({
          ...profile,
          weights: withShare(profile.weights, key, part(from, to, share)),
        })
        expect(isListed(item, at(1), 5)).toBe(true)
        expect(isListed(item, at(0.99), 5)).toBe(false)
      }
    },
  )

  prop.prop([fc.integer({ min: 0, max: 59 })], { numRuns: 15 })(
    'the stated change of its own brings it in, and one per cent less does not',
    (item) => {
      const { own } = whyNot({ world, request, item })
      if (!own) return
      const weighed = weigh(world, request)
      const place = weighed.candidates.items.indexOf(item)
      for (const lever of ['probability', 'spend'] as const) {
        const { from, to } = own[lever]
        expect(weighed.candidates[lever][place]).toBe(from)
        if (to === null) continue
        const isIn = (share: number) => {
          const column = weighed.candidates[lever].map((value, j) =>
            j === place ? part(from, to, share) : value,
          )
          const candidates = { ...weighed.candidates, [lever]: column }
          return listOf(world, request, { ...weighed, candidates }).some(
            ({ candidate }) => candidate === place,
          )
        }
        expect(isIn(1)).toBe(true)
        expect(isIn(0.99)).toBe(false)
      }
    },
  )
})

describe('why not', () => {
  const profile = testProfile({ weights })

  test('finds no share where none of a fine grid does, and one where some does', () => {
    const request = testRequest({ profile, limit: 5 })
    for (let item = 0; item < 60; item += 7) {
      const { weights: changes } = whyNot({ world, request, item })
      if (!changes) continue
      for (const key of objectiveKeys) {
        const shares = Array.from({ length: 101 }, (_, n) => n / 100)
        const some = shares.some((share) =>
          isListed(item, { ...profile, weights: withShare(profile.weights, key, share) }, 5),
        )
        if (some) expect(changes[key].to).not.toBeNull()
      }
    }
  })

  test('less waiting alone brings a near miss in', () => {
    const request = testRequest({ profile, limit: 5 })
    const next = rank(world, { ...request, limit: 6 }).items[5]!
    const { own, rank: place, score, lastScore } = whyNot({ world, request, item: next.item })
    expect(place).toBe(6)
    expect(score).toBeCloseTo(next.score, 12)
    expect(own!.waitMinutes.to!).toBeLessThan(own!.waitMinutes.from)
    // Closed form: what the score lacks, over the weight of a minute.
    const perMinute = next.objectives.find(({ key }) => key === 'wait')!
    expect(own!.waitMinutes.from - own!.waitMinutes.to!).toBeCloseTo(
      (lastScore! - score!) / (perMinute.weight / perMinute.scale),
      6,
    )
  })

  prop.prop([fc.integer({ min: 0, max: 59 })], { numRuns: 25 })(
    'no wait is shorter than the way, and none is stated where not even that is enough',
    (item) => {
      const request = testRequest({ profile, limit: 5 })
      const { own } = whyNot({ world, request, item })
      if (!own) return
      const weighed = weigh(world, request)
      const place = weighed.candidates.items.indexOf(item)
      const way = waitMinutes(0, weighed.candidates.distanceKm[place]!)
      const preparationMinutes = weighed.candidates.preparationMinutes.map((own, j) =>
        j === place ? 0 : own,
      )
      const atBest = listOf(world, request, {
        ...weighed,
        candidates: { ...weighed.candidates, preparationMinutes },
      })
      const isEnough = atBest.some(({ candidate }) => candidate === place)
      expect(own.waitMinutes.to !== null).toBe(isEnough)
      if (own.waitMinutes.to !== null) expect(own.waitMinutes.to).toBeGreaterThanOrEqual(way)
    },
  )

  test('the stated rating is the least that brings it in, and none where the model looks at none', () => {
    const request = testRequest({ profile, limit: 5 })
    const { item } = rank(world, { ...request, limit: 6 }).items[5]!
    const { own } = whyNot({ world, request, item })
    expect(own!.rating.to).toBeNull()
    const { from, to } = own!.probability
    const rating = world.catalogue.rating[item]!
    const known = Number.isNaN(rating) ? 4 : rating
    // Half of the way to the best rating is what it takes.
    const probability = (value: number) => from + (2 * (to! - from) * (value - known)) / (5 - known)
    const rated = whyNot({
      world: { ...world, model: ratingModel(world.model!, probability) },
      request,
      item,
    })
    expect(rated.own!.rating.from).toBe(Number.isNaN(rating) ? null : rating)
    expect(rated.own!.rating.to).toBeCloseTo((known + 5) / 2, 6)
  })

  test('names the rule that left it out, and what the sources did not propose', () => {
    const request = testRequest({ profile, limit: 5 })
    const filters = { ...request.filters, exclude: new Set([3]) }
    expect(whyNot({ world, request: { ...request, filters }, item: 3 })).toMatchObject({
      status: 'ineligible',
      leftOut: 'excluded',
      rank: null,
      own: null,
    })
    const shallow = { ...request, plan: { name: 'full', candidates: 10 } as const }
    const proposed = new Set(weigh(world, shallow).candidates.items)
    const missing = Array.from({ length: 60 }, (_, item) => item).find((item) => !proposed.has(item))!
    expect(whyNot({ world, request: shallow, item: missing })).toMatchObject({
      status: 'not-a-candidate',
      leftOut: null,
      scored: 11,
    })
  })
})
