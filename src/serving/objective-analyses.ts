import { type Columns, evaluateSteps, natural, type Term, terms, termWeights } from '../analysis/columns.ts'
import { rankSides, type Side } from '../analysis/compare.ts'
import { type Frontier, frontierSteps } from '../analysis/frontier.ts'
import { type MarginalPrice, marginalPricesSteps } from '../analysis/marginal-prices.ts'
import { evaluateUnder, type NewPlacesFloor, newPlacesFloorSteps } from '../analysis/new-places-floor.ts'
import { createPrediction, type Prediction } from '../analysis/prediction.ts'
import { proposedSettings } from '../analysis/proposal.ts'
import { checkGuardrail, type Guardrail, type Solution, solveSteps, withoutPlan } from '../analysis/solve.ts'
import type { Steps } from '../analysis/steps.ts'
import { hashText } from '../numeric/random.ts'
import { type Difference, diffSettings } from '../profiles/diff.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { type ObjectiveKey, objectiveKeys, type ProfileSettings } from '../profiles/schema.ts'
import { objectiveWeights } from '../profiles/weights.ts'
import type { Plan, PlanOption } from '../ranking/types.ts'
import { type Abandonable, breathe as breatheWith } from './breathe.ts'
import type { PastRequest } from './past-requests.ts'
import { type PastQuery, type PastSources, samplePast } from './past-sample.ts'
import { budgetOf, prepareSide } from './prepare-side.ts'
import {
  columnsOf,
  countOf,
  nothingToAnalyse,
  type Prepared,
  prepareAll,
  prepareRequests,
  prepareSample,
  type SampleCount,
} from './prepared-sample.ts'
import type { RecommendationService } from './service.ts'
import { priceOf } from './side-plans.ts'
import { type ProfileChoice, resolveSide, type SideSpec } from './sides.ts'

interface SampledQuery extends PastQuery {
  readonly profile: ProfileChoice
  /** absent: what the profile's channel serves; null: none */
  readonly modelVersion?: string | null
}

export interface FrontierRequest extends SampledQuery {
  readonly objectives: readonly ObjectiveKey[]
  readonly maxPoints: number
}

export interface SolveRequest extends SampledQuery {
  readonly maximise: ObjectiveKey
  readonly guardrails: readonly Guardrail[]
  /** p95 of an answer at most, ms; null: as the planner has it */
  readonly maxP95Ms: number | null
}

export interface FrontierReport extends Frontier, SampleCount {
  readonly profile: string
  /** the profile's own weights and what they come to, without its guardrails, rules and diversity */
  readonly current: {
    readonly weights: Readonly<Record<ObjectiveKey, number>>
    readonly totals: Readonly<Record<ObjectiveKey, number>>
  }
  /** at the profile's own weights */
  readonly prices: readonly MarginalPrice[]
}

export interface SolveReport extends Solution, SampleCount {
  readonly profile: string
  readonly fitted: number
  readonly heldOut: number
  readonly ndcgFrom: 'orders' | 'relevance'
  readonly latency: {
    readonly maxP95Ms: number
    /** null: no plan is that fast */
    readonly plan: Plan | null
    /** of the plan, or of the fastest that the profile allows */
    readonly predictedMs: number
  } | null
  /** proposed in place of the weight on new places; null: none is needed, or that weight does better as a boost */
  readonly newPlacesFloor: Omit<NewPlacesFloor, 'weights'> | null
  /** the guardrails on the requests that were not fitted on, by the same arithmetic */
  readonly checks: readonly {
    readonly measure: Guardrail['measure']
    readonly asked: number
    readonly reached: number
    readonly isKept: boolean
  }[]
  /** by the whole ranking path, rules, diversity and plan included; null: nothing is proposed, or nothing was held out */
  readonly predicted: Prediction | null
  /** ready for PUT /v1/profiles/:key/draft; null: nothing is proposed */
  readonly settings: ProfileSettings | null
  /** what differs from the profile */
  readonly changes: readonly Difference[]
}

export interface ObjectiveAnalysisDeps extends PastSources, Abandonable {
  readonly recommender: Pick<RecommendationService, 'prepare' | 'plans'>
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
  readonly onProgress?: (done: number, total: number) => void
}

/** One in so many users is kept for the prediction. */
const heldOutOneIn = 3
/** The whole ranking path is run for so many requests at most, twice each. */
const mostPredicted = 200

/** Analyses over columns of past requests: prepared once, then arithmetic. */
export function createObjectiveAnalyses(deps: ObjectiveAnalysisDeps) {
  const { recommender, profiles, signal } = deps
  const breathe = <T>(steps: Steps<T>) => breatheWith(steps, signal)

  /** @throws Problem profile-not-found, revision-not-found, draft-not-found, model-not-found, nothing-to-analyse */
  async function frontier(query: FrontierRequest): Promise<FrontierReport> {
    const spec = await resolveSide(profiles, query, '')
    const sample = await prepareSample(deps, query, spec)
    const columns = columnsOf(sample, sample.prepared)
    const weights = objectiveWeights(spec.settings.weights)
    const found = await breathe(frontierSteps(columns, query))
    const prices = await breathe(marginalPricesSteps(columns, termWeights(weights)))
    const totals = await breathe(evaluateSteps(columns, termWeights(weights)))
    return {
      ...countOf(sample),
      profile: spec.name,
      ...found,
      current: {
        weights,
        totals: Object.fromEntries(
          objectiveKeys.map((key) => [key, natural(columns, key, totals[terms.indexOf(key)]!)]),
        ) as Record<ObjectiveKey, number>,
      },
      prices,
    }
  }

  /** @throws as `frontier` */
  async function solve(query: SolveRequest): Promise<SolveReport> {
    const base = await resolveSide(profiles, query, '')
    const past = await samplePast(deps, query)
    const latency = query.maxP95Ms === null ? null : await chooseWithin(query.maxP95Ms, past.requests, base)
    const spec = latency?.option ? { ...base, plan: planOf(latency.option) } : base
    const sample = await prepareRequests(deps, past, spec)
    const isHeldOut = ({ columns }: Prepared) =>
      hashText(`${query.seed}/${columns.user}`) % heldOutOneIn === 0
    if (sample.prepared.length === 0) throw nothingToAnalyse()
    // Where the draw would hold out everybody, there is nobody to hold out.
    const isSplit = !sample.prepared.every(isHeldOut)
    const heldOut = isSplit ? sample.prepared.filter(isHeldOut) : []
    const fitted = isSplit ? sample.prepared.filter((each) => !isHeldOut(each)) : sample.prepared
    const columns = columnsOf(sample, fitted)
    const solved = await breathe(solveSteps(columns, query))
    const isTooSlow = latency !== null && latency.option === null
    const solution = isTooSlow ? withoutPlan(solved, query.maxP95Ms!, latency.predictedMs) : solved
    const floor = await breathe(newPlacesFloorSteps(columns, solution))
    const weights = floor?.weights ?? solution.weights
    const settingsAt = weights
      ? (atMs: number) =>
          proposedSettings({
            base: base.settings,
            weights,
            maximise: query.maximise,
            minShareOfNew: floor?.minShare ?? null,
            plan: latency?.option ? { plan: planOf(latency.option), budgetMs: query.maxP95Ms! } : null,
            catalogue: sample.world!.catalogue,
            atMs,
          })
      : null
    const settings = settingsAt?.(sample.latestMs) ?? null
    const others = heldOut.length > 0 ? columnsOf(sample, heldOut) : null
    return {
      ...countOf(sample),
      profile: base.name,
      fitted: fitted.length,
      heldOut: heldOut.length,
      ndcgFrom: columns.hasOutcomes ? 'orders' : 'relevance',
      ...solution,
      latency: latency && {
        maxP95Ms: query.maxP95Ms!,
        plan: latency.option && planOf(latency.option),
        predictedMs: latency.predictedMs,
      },
      newPlacesFloor: floor && { minShare: floor.minShare, value: floor.value, gap: floor.gap },
      checks: others && weights ? await check(others, query.guardrails, weights, floor, signal) : [],
      predicted: settingsAt && (await predict(heldOut.slice(0, mostPredicted), base, settingsAt, query.seed)),
      settings,
      changes: settings ? diffSettings(base.settings, settings) : [],
    }
  }

  /** The plan of the best quality within the bound, of those that the profile allows; `option` null: none is so fast. */
  async function chooseWithin(maxP95Ms: number, requests: readonly PastRequest[], spec: SideSpec) {
    const [first] = requests
    if (!first) throw nothingToAnalyse()
    const prepared = await prepareSide(recommender, first.request, spec)
    const allowed = recommender
      .plans(prepared, budgetOf(prepared, first.request))
      .filter((option) => option.allowed)
    const fast = allowed.filter(({ predictedMs }) => predictedMs <= maxP95Ms)
    const option = fast.reduce<PlanOption | null>(
      (best, each) => (best === null || each.quality > best.quality ? each : best),
      null,
    )
    const predictedMs = option?.predictedMs ?? Math.min(...allowed.map((each) => each.predictedMs))
    return { option, predictedMs }
  }

  async function predict(
    heldOut: readonly Prepared[],
    base: SideSpec,
    settingsAt: (atMs: number) => ProfileSettings,
    seed: number,
  ): Promise<Prediction | null> {
    const prediction = createPrediction()
    const ready = prepareAll(heldOut, ({ past, atMs }) => {
      // What was new then is what the proposal would have lifted then.
      const proposal = { ...base, name: 'proposed', isPublished: false, settings: settingsAt(atMs) }
      return Promise.all([base, proposal].map((spec) => sideOf(past, spec)))
    })
    for await (const {
      past: { past },
      prepared: sides,
    } of ready) {
      const [live, proposed] = await breathe(rankSides(sides))
      const { indexOf } = sides[0]!.world.catalogue
      const ordered = past.orderedId === null ? null : (indexOf.get(past.orderedId) ?? -1)
      prediction.add(past.user, live!, proposed!, ordered)
    }
    return prediction.report(seed)
  }

  async function sideOf({ request }: PastRequest, spec: SideSpec): Promise<Side> {
    const prepared = await prepareSide(recommender, request, spec)
    return {
      name: spec.name,
      profile: null,
      modelVersion: prepared.modelVersion,
      world: prepared.world,
      request: prepared.request,
      predictedMs: priceOf(recommender.plans(prepared, budgetOf(prepared, request)), prepared.request.plan),
    }
  }

  return { frontier, solve }
}

/** The guardrails on requests that were not fitted on, by the lists that are proposed. */
async function check(
  columns: Columns,
  guardrails: readonly Guardrail[],
  weights: Readonly<Record<Term, number>>,
  floor: NewPlacesFloor | null,
  signal: AbortSignal | undefined,
): Promise<SolveReport['checks']> {
  const row = Float64Array.from(terms, (term) => weights[term])
  const totals = floor
    ? await breatheWith(evaluateUnder(columns, row, floor.minShare), signal)
    : await breatheWith(evaluateSteps(columns, row), signal)
  return guardrails.map((guardrail) => ({
    measure: guardrail.measure,
    ...checkGuardrail(columns, guardrail, totals),
  }))
}

const planOf = ({ name, candidates }: Plan): Plan => ({ name, candidates })
