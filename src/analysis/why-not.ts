import { type ObjectiveKey, objectiveKeys } from '../profiles/schema.ts'
import { objectiveWeights, withShare } from '../profiles/weights.ts'
import { chordsFrom } from '../ranking/candidates/distances.ts'
import type { Candidates } from '../ranking/columns.ts'
import { eligibility, type LeftOutReason, leftOutReasons } from '../ranking/eligibility.ts'
import { waitMinutes } from '../ranking/objectives/wait.ts'
import { depthOf, listOf, weigh } from '../ranking/pipeline.ts'
import { activeRules } from '../ranking/rerank/rules.ts'
import type { RankingRequest, RankingWorld } from '../ranking/types.ts'
import { border, firstListed } from './listed-border.ts'
import { type NamedRestaurant, named } from './lists.ts'
import { runSteps, type Steps } from './steps.ts'

/** What of the restaurant itself could change and is always known. */
export const ownLevers = ['probability', 'spend', 'waitMinutes'] as const
export type OwnLever = (typeof ownLevers)[number]

/** The smallest change of one thing alone, all else staying as it is, that brings the restaurant into the list. */
export interface Change {
  readonly from: number
  /** null: no value that is possible is enough; a wait is never shorter than the way */
  readonly to: number | null
}

/** `from` null: nobody rated it. */
export interface RatingChange extends Pick<Change, 'to'> {
  readonly from: number | null
}

export interface WhyNotReport {
  readonly restaurant: NamedRestaurant
  /**
   * `listed`: it is in the list; `outranked`: others score higher; `not-a-candidate`: the plan's sources did not propose it, and where
   * it stands says where it would; `ineligible`: a hard rule left it out.
   */
  readonly status: 'listed' | 'outranked' | 'not-a-candidate' | 'ineligible'
  readonly leftOut: LeftOutReason | null
  /** 1 is the top, of `scored`; null: ineligible */
  readonly rank: number | null
  readonly scored: number
  readonly limit: number
  readonly score: number | null
  /** of the last in the list; null: the list is not full */
  readonly lastScore: number | null
  /** shares of the objectives' weight, the others keeping their ratios; of those that are near enough, the nearest */
  readonly weights: Readonly<Record<ObjectiveKey, Change>> | null
  /** of the restaurant: P(order), E[amount of an order], minutes until the food is there, and its rating by what that does to P(order) */
  readonly own: (Readonly<Record<OwnLever, Change>> & { readonly rating: RatingChange }) | null
}

export interface WhyNotInput {
  readonly world: RankingWorld
  readonly request: RankingRequest
  /** catalogue index */
  readonly item: number
}

export const whyNot = (input: WhyNotInput): WhyNotReport => runSteps(whyNotSteps(input))

/**
 * Why a restaurant is not in a list, and what would bring it in. Every answer is found by ranking again with the change, by the whole
 * path: guardrails, rules and diversity included; exploration is left out, as it is chance.
 */
export function* whyNotSteps({ world, request, item }: WhyNotInput): Steps<WhyNotReport> {
  const rules = activeRules(request.profile.rules, world.catalogue, request.atMs)
  const chords = chordsFrom(world.catalogue, request.origins)
  const verdict = eligibility(world.catalogue, request, rules, chords)(item)
  const leftOut = verdict === 0 ? null : leftOutReasons[verdict - 1]!
  const proposed = weigh(world, request).candidates
  yield
  const base = {
    restaurant: named(world.catalogue, item),
    leftOut,
    scored: proposed.count,
    limit: request.limit,
  }
  if (leftOut !== null) {
    const nothing = { rank: null, score: null, lastScore: null, weights: null, own: null }
    return { ...base, status: 'ineligible', ...nothing }
  }
  const isCandidate = proposed.items.includes(item)
  const scene = createScene(world, request, item, proposed.items)
  yield
  const { rank, score, lastScore } = scene.standing()
  const standing = { ...base, scored: scene.count, rank, score, lastScore }
  if (isCandidate && rank <= request.limit) {
    return { ...standing, status: 'listed', weights: null, own: null }
  }
  const weights = {} as Record<ObjectiveKey, Change>
  for (const key of objectiveKeys) {
    weights[key] = yield* weightChange(scene, request, key)
    yield
  }
  const own = {} as Record<OwnLever, Change>
  for (const lever of ownLevers) {
    own[lever] = yield* ownChange(scene, lever)
    yield
  }
  const rating = yield* ratingChange(scene, world.catalogue.rating[item]!)
  const status = isCandidate ? 'outranked' : 'not-a-candidate'
  return { ...standing, status, weights, own: { ...own, rating } }
}

type Weights = RankingRequest['profile']['weights']
type Scene = ReturnType<typeof createScene>

/** One request whose candidates are those proposed and the restaurant, to be listed under one change after the other. */
function createScene(world: RankingWorld, request: RankingRequest, item: number, proposed: Int32Array) {
  const given = proposed.includes(item) ? proposed : Int32Array.from([...proposed, item])
  const calm = { ...request.profile, exploration: { temperature: 0 } }
  // What holds still today moves tomorrow: the answer is about the list that the profile is on its way to.
  const asked = { ...request, profile: calm, candidates: given, lastShown: null }
  const weighed = weigh(world, asked)
  const { candidates, scorer } = weighed
  const depth = depthOf(request)
  const place = candidates.items.indexOf(item)
  const list = (weights: Weights, changed: Candidates, limit: number) =>
    listOf(world, { ...asked, limit, profile: { ...calm, weights } }, { ...weighed, candidates: changed })
  const { guardrails, exposureFloors, diversity } = calm
  return {
    candidates,
    place,
    count: candidates.count,
    limit: request.limit,
    /** P(order) under another rating; null: nothing looks at ratings */
    ifRated: scorer?.probabilityIfRated?.bind(scorer, item, candidates.distanceKm[place]!, depth) ?? null,
    /** a list is then nothing but the highest scores */
    isPlain:
      guardrails.length === 0 &&
      exposureFloors.length === 0 &&
      diversity === 0 &&
      weighed.rules.pins.length === 0,
    /** of every candidate, boosts included */
    scores(weights: Weights): Float64Array {
      const scores = new Float64Array(candidates.count)
      const all = list(weights, candidates, candidates.count)
      for (const { candidate, score } of all) scores[candidate] = score
      return scores
    },
    isListed(weights: Weights = calm.weights, changed = candidates): boolean {
      return list(weights, changed, request.limit).some(({ candidate }) => candidate === place)
    },
    standing() {
      const all = list(calm.weights, candidates, candidates.count)
      const short = list(calm.weights, candidates, request.limit)
      const inShort = short.findIndex(({ candidate }) => candidate === place)
      const inAll = all.findIndex(({ candidate }) => candidate === place)
      return {
        // A list's own length decides guardrails and pins; below its end the long list says where.
        rank: inShort >= 0 ? inShort + 1 : Math.max(inAll + 1, request.limit + 1),
        score: all[inAll]?.score ?? null,
        lastScore: short.length < request.limit ? null : (short.at(-1)?.score ?? null),
      }
    },
  }
}

/**
 * Along a weight the restaurant may come in and go out again: from where the weight stands outwards, the first step of a grid at
 * which it is listed is narrowed down to the border by bisection.
 */
function* weightChange(scene: Scene, { profile }: RankingRequest, key: ObjectiveKey): Steps<Change> {
  const from = objectiveWeights(profile.weights)[key]
  const isListed = (share: number) => scene.isListed(withShare(profile.weights, key, share))
  const crossings = scene.isPlain ? crossingsOf(scene, profile.weights, key) : null
  const first = function* (end: number): Steps<number | null> {
    const exact = crossings && firstCrossing(scene, crossings, from, end)
    if (crossings && exact === null) return null
    return exact !== null && isListed(exact) ? exact : yield* firstListed(from, end, isListed)
  }
  const up = yield* first(1)
  const down = yield* first(0)
  const nearest = [up, down]
    .filter((to) => to !== null)
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from))
  return { from, to: nearest[0] ?? null }
}

/** By candidate j: f_j(s) − f(s) of the restaurant = at0[j] + s · slope[j], since a score is linear in a share. */
interface Crossings {
  readonly at0: Float64Array
  readonly slope: Float64Array
}

function crossingsOf(scene: Scene, weights: Weights, key: ObjectiveKey): Crossings {
  const { place } = scene
  const [low, high] = [0, 1].map((share) => scene.scores(withShare(weights, key, share))) as [
    Float64Array,
    Float64Array,
  ]
  const at0 = low.map((score) => score - low[place]!)
  const slope = high.map((score, j) => score - high[place]! - at0[j]!)
  return { at0, slope }
}

/** Past the crossing, so that no rounding decides. */
const beyond = 1e-9

/** The first share from `from` towards `end` at which fewer than `limit` stand above the restaurant; null: there is none. */
function firstCrossing(
  { place, limit }: Scene,
  { at0, slope }: Crossings,
  from: number,
  end: number,
): number | null {
  const sign = Math.sign(end - from)
  const gapAt = (j: number, share: number) => at0[j]! + share * slope[j]!
  const isAbove = (gap: number, j: number) => gap > 0 || (gap === 0 && j < place)
  let above = 0
  const events: { share: number; change: number }[] = []
  for (let j = 0; j < at0.length; j++) {
    if (j === place) continue
    const stands = isAbove(gapAt(j, from), j)
    if (stands) above++
    const share = -at0[j]! / slope[j]!
    const isAhead = Number.isFinite(share) && (share - from) * sign >= 0 && (end - share) * sign >= 0
    const after = sign * slope[j]! > 0
    if (isAhead && after !== stands) events.push({ share, change: after ? 1 : -1 })
  }
  events.sort((a, b) => (a.share - b.share) * sign)
  for (let n = 0; n < events.length; n++) {
    above += events[n]!.change
    const isLast =
      events[n + 1] === undefined || (events[n + 1]!.share - events[n]!.share) * sign > 2 * beyond
    if (above < limit && isLast) return Math.min(1, Math.max(0, events[n]!.share + sign * beyond))
  }
  return null
}

/** Spend is tried up to so many times what it is. */
const mostSpendTimes = 1000

/** More probability and spend, and less waiting, never lower a score where margins are positive: one border, found by bisection. */
function* ownChange(scene: Scene, lever: OwnLever): Steps<Change> {
  const { candidates, place } = scene
  const from = ownValue(candidates, place, lever)
  const end = bestOwn(candidates, place, lever, from)
  const isListed = (value: number) => scene.isListed(undefined, withOwn(candidates, place, lever, value))
  return { from, to: isListed(end) ? yield* border(from, end, isListed) : null }
}

function bestOwn(candidates: Candidates, place: number, lever: OwnLever, from: number): number {
  if (lever === 'probability') return 1
  if (lever === 'spend') return mostSpendTimes * Math.max(from, 1)
  // Food that is ready at once still has to travel.
  return waitMinutes(0, candidates.distanceKm[place]!)
}

/** The model takes a place without a rating for one of this rating. */
export const neutralRating = 4
const bestRating = 5

/** Through P(order) alone; what others are believed to be stays as it is. */
function* ratingChange(scene: Scene, rating: number): Steps<RatingChange> {
  const { candidates, place, ifRated } = scene
  const from = Number.isNaN(rating) ? null : rating
  const isListed = (value: number) =>
    scene.isListed(undefined, withOwn(candidates, place, 'probability', ifRated!(value)))
  const canRise = ifRated !== null && isListed(bestRating)
  return { from, to: canRise ? yield* border(from ?? neutralRating, bestRating, isListed) : null }
}

function ownValue(candidates: Candidates, place: number, lever: OwnLever): number {
  if (lever === 'waitMinutes') {
    return waitMinutes(candidates.preparationMinutes[place]!, candidates.distanceKm[place]!)
  }
  return candidates[lever][place]!
}

function withOwn(candidates: Candidates, place: number, lever: OwnLever, value: number): Candidates {
  const replaced = (column: Float64Array, own: number) => column.map((each, j) => (j === place ? own : each))
  if (lever !== 'waitMinutes') return { ...candidates, [lever]: replaced(candidates[lever], value) }
  const travel = waitMinutes(0, candidates.distanceKm[place]!)
  return { ...candidates, preparationMinutes: replaced(candidates.preparationMinutes, value - travel) }
}
