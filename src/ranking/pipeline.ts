import { kmOfChord } from '../catalog/sphere.ts'
import { floatColumn } from '../numeric/float-column.ts'
import { createRandom } from '../numeric/random.ts'
import { objectiveWeights } from '../profiles/weights.ts'
import type { ScoringDepth, UserScorer } from '../relevance/model.ts'
import { blend, contributions, type ObjectiveValues, objectiveValues } from './blend.ts'
import { type Chords, chordsFrom } from './candidates/distances.ts'
import { type Gathered, gather, takeGiven } from './candidates/gather.ts'
import { popularityOf } from './candidates/popularity.ts'
import type { Candidates } from './columns.ts'
import { eligibility } from './eligibility.ts'
import { evidenceOf } from './evidence.ts'
import { reasonsFor } from './explain/reasons.ts'
import { type GuardedWeights, holdGuardrails } from './guardrails.ts'
import { objectives } from './objectives/objectives.ts'
import { scoreByPopularity } from './rankers/popular.ts'
import { bestWithin } from './rerank/floors/floor-guide.ts'
import { exposureOf, floorOutcomes } from './rerank/floors/needs.ts'
import { type Placed, type RerankQuery, rerank } from './rerank/rerank.ts'
import { type ActiveRules, activeRules } from './rerank/rules.ts'
import type { RankedItem, Ranking, RankingRequest, RankingWorld, StageListener } from './types.ts'

/**
 * The path of one request: candidates → eligibility → relevance → objectives → blend → re-rank. Pure: the same world and request give
 * the same ranking. Exactly `limit` items whenever that many are eligible.
 */
export function rank(
  world: RankingWorld,
  request: RankingRequest,
  onStage: StageListener = () => {},
): Ranking {
  const { query, found, candidates, values, guarded, scorer } = scoreCandidates(world, request, onStage)
  const placed = rerank(query)
  const list = placed.map(({ candidate }) => candidate)
  const items = placed.map((place, n) => rankedItem(world, found, candidates, values, guarded, place, n + 1))
  onStage('rerank', items.length)

  return {
    items,
    scored: candidates.count,
    leftOut: found.leftOut,
    guardrailShare: guarded.share,
    floors: query.exposure ? floorOutcomes(query.exposure, list) : [],
    reasons: (position) => {
      const item = items[position]
      if (!item) return []
      return reasonsFor(world, request, item, scorer && { scorer, depth: depthOf(request) })
    },
  }
}

/** All of `rank` up to the re-ranking: what analyses start from that draw many lists of one request, or ask for chances. */
export const rerankQueryOf = (world: RankingWorld, request: RankingRequest): RerankQuery =>
  scoreCandidates(world, request, () => {}).query

function scoreCandidates(world: RankingWorld, request: RankingRequest, onStage: StageListener) {
  const { rules, scorer, found, candidates, values } = weigh(world, request, onStage)
  const { query, guarded } = blendScores(world, request, rules, candidates, values)
  onStage('blend', candidates.count)
  return { query, found, candidates, values, guarded, scorer }
}

function blendScores(
  world: RankingWorld,
  request: RankingRequest,
  rules: ActiveRules,
  candidates: Candidates,
  values: ObjectiveValues,
) {
  const { profile, lastShown } = request
  const exposure = exposureOf(world.catalogue, candidates.items, profile.exposureFloors, request.atMs)
  const length = Math.min(request.limit, candidates.count)
  const guarded = holdGuardrails({
    values,
    scales: world.scales,
    weights: profileWeights(request),
    guardrails: profile.guardrails,
    count: candidates.count,
    limit: request.limit,
    ...(exposure && { best: (scores) => bestWithin(exposure, scores, length) }),
  })
  const scores = new Float64Array(candidates.count)
  blend(values, guarded.weights, world.scales, candidates.count, scores)
  const query: RerankQuery = {
    catalogue: world.catalogue,
    items: candidates.items,
    scores,
    limit: request.limit,
    rules,
    diversity: profile.diversity,
    diversityBy: profile.diversityBy,
    temperature: profile.exploration.temperature,
    guards: guarded.guards,
    exposure,
    drift: lastShown && profile.maxDrift < 1 ? { last: lastShown, maxDrift: profile.maxDrift } : null,
    random: createRandom(request.seed),
  }
  return { query, guarded }
}

/** The second half of `rank`, for analyses that change what was weighed: candidates, best first, with their scores. */
export function listOf(
  world: RankingWorld,
  request: RankingRequest,
  { rules, candidates }: Pick<Weighed, 'rules' | 'candidates'>,
): { readonly candidate: number; readonly score: number }[] {
  const { query } = blendScores(world, request, rules, candidates, objectiveValues(candidates))
  return rerank(query).map(({ candidate, adjustments }) => ({
    candidate,
    score: adjustments.reduce((sum, { contribution }) => sum + contribution, query.scores[candidate]!),
  }))
}

/** What a ranking is made from before any weight is looked at. */
export interface Weighed extends Pick<Tools, 'rules' | 'scorer'> {
  readonly found: Gathered
  readonly candidates: Candidates
  readonly values: ObjectiveValues
}

/** The first half of `rank`: the eligible candidates with their value by every objective; no weight plays a part in it. */
export function weigh(
  world: RankingWorld,
  request: RankingRequest,
  onStage: StageListener = () => {},
): Weighed {
  const rules = activeRules(request.profile.rules, world.catalogue, request.atMs)
  const chords = chordsFrom(world.catalogue, request.origins)
  const scorer = request.plan.name === 'popular' ? null : beginScoring(world, request)
  const found = findCandidates(world, request, { rules, chords, scorer }, onStage)
  const candidates = scoreRelevance(world, request, found, { chords, scorer })
  onStage('relevance', candidates.count)
  return { rules, scorer, found, candidates, values: objectiveValues(candidates) }
}

interface Tools {
  readonly rules: ActiveRules
  readonly chords: Chords
  readonly scorer: UserScorer | null
}

function beginScoring({ model }: RankingWorld, request: RankingRequest): UserScorer | null {
  if (!model) return null
  return model.begin({
    history: request.history,
    atMs: request.atMs,
    likedCuisines: request.likedCuisines,
    maxPriceLevel: request.maxPriceLevelLiked,
    origins: request.origins,
  })
}

export const depthOf = (request: Pick<RankingRequest, 'plan'>): ScoringDepth =>
  request.plan.name === 'fast' ? 'fast' : 'full'

function findCandidates(
  world: RankingWorld,
  request: RankingRequest,
  { rules, chords, scorer }: Tools,
  onStage: StageListener,
): Gathered {
  const { catalogue, demand } = world
  const eligible = eligibility(catalogue, request, rules, chords)
  if (request.candidates) return takeGiven(catalogue, request.candidates, eligible, onStage)
  return gather(
    {
      world,
      catalogue,
      request,
      scorer,
      rules,
      chords,
      eligible,
      popularity: popularityOf(catalogue, demand, request.atMs),
      origins: request.origins,
      radiusKm: request.radiusKm,
      depth: Math.max(request.plan.candidates, request.limit),
    },
    onStage,
  )
}

function scoreRelevance(
  world: RankingWorld,
  request: RankingRequest,
  { items }: Gathered,
  { chords, scorer }: Pick<Tools, 'chords' | 'scorer'>,
): Candidates {
  const { feeRate, costPerOrder, preparationMinutes } = world.catalogue
  const count = items.length
  const candidates: Candidates = {
    count,
    items,
    distanceKm: floatColumn(count, (j) => kmOfChord(chords(items[j]!))),
    probability: new Float64Array(count),
    spend: new Float64Array(count),
    feeRate: floatColumn(count, (j) => feeRate[items[j]!]!),
    costPerOrder: floatColumn(count, (j) => costPerOrder[items[j]!]!),
    preparationMinutes: floatColumn(count, (j) => preparationMinutes[items[j]!]!),
    evidence: evidenceOf(world, request, items),
  }
  if (scorer) scorer.score(items, candidates.distanceKm, count, depthOf(request), candidates)
  else scoreByPopularity(world, request, items, candidates.distanceKm, count, candidates)
  return candidates
}

/** Normalised; relevance alone where a profile has weight on nothing but latency. */
function profileWeights({ profile: { weights } }: RankingRequest): Float64Array {
  const some = objectives.some(({ key }) => weights[key] > 0)
  const normalised = objectiveWeights(some ? weights : { ...weights, relevance: 1 })
  return Float64Array.from(objectives, ({ key }) => normalised[key])
}

function rankedItem(
  world: RankingWorld,
  found: Gathered,
  candidates: Candidates,
  values: ObjectiveValues,
  guarded: GuardedWeights,
  { candidate, propensity, adjustments }: Placed,
  place: number,
): RankedItem {
  const terms = contributions(values, guarded.weights, world.scales, candidate)
  return {
    item: candidates.items[candidate]!,
    rank: place,
    score: [...terms, ...adjustments].reduce((sum, { contribution }) => sum + contribution, 0),
    propensity,
    distanceKm: candidates.distanceKm[candidate]!,
    probability: candidates.probability[candidate]!,
    spend: candidates.spend[candidate]!,
    sources: found.sources(candidate),
    objectives: terms,
    adjustments,
  }
}
