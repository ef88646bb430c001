import { objectiveKeys, type Weights } from '../profiles/schema.ts'
import {
  normaliseWeights,
  objectiveWeights,
  shareOf,
  type WeightKey,
  weightKeys,
  withShare,
} from '../profiles/weights.ts'
import { rank } from '../ranking/pipeline.ts'
import type { RankedItem, Ranking, RankingRequest, RankingWorld } from '../ranking/types.ts'
import { type Agreement, agreementOf } from './agreement.ts'
import { createJudge } from './judge.ts'
import {
  type Contributions,
  contributionsOf,
  itemsOf,
  type NamedMove,
  type NamedRestaurant,
  named,
  namedMoves,
  type PricedPlan,
} from './lists.ts'
import { type PlanSwitch, planSwitches } from './plan-switches.ts'
import { runSteps, type Steps } from './steps.ts'
import { changeOf, type Totals, type TotalsChange, totalsOf } from './totals.ts'

export interface ShiftInput {
  readonly world: RankingWorld
  /** `request.plan` is held fast while the objectives' weights move */
  readonly request: RankingRequest
  /** of `request.plan`, ms */
  readonly predictedMs: number
  /** depth of the overlap */
  readonly k: number
  /** points of each sweep, from 0 to 1; at least 2 */
  readonly points: number
  /** the plan that the planner would choose under these weights; asked where the weight on latency moves */
  readonly planFor: (weights: Weights) => PricedPlan
}

export interface ShownItem extends Pick<RankedItem, 'rank' | 'score' | 'adjustments'> {
  readonly restaurant: NamedRestaurant
  readonly objectives: Contributions
}

/** The list under other weights, against the baseline. */
export interface Variant {
  /** as shares of their sum */
  readonly weights: Readonly<Record<WeightKey, number>>
  readonly plan: PricedPlan
  /** restaurant ids, best first */
  readonly list: readonly string[]
  /** everything whose place changed; `before` null: it entered, `after` null: it left */
  readonly moves: readonly NamedMove[]
  readonly agreement: Agreement
  readonly totals: Totals
  readonly change: TotalsChange
  /** what the guardrails left of the weights they bind, 0 to 1 */
  readonly guardrailShare: number
}

export interface LeftOut {
  readonly objective: WeightKey
  /** as the profile has it: an objective's share of the objectives' weight, latency's share of all weight */
  readonly share: number
  /** null: nothing else has weight, so no list is left to rank by */
  readonly result: Variant | null
}

export interface Sweep {
  readonly objective: WeightKey
  /** as the profile has it; `points` move it */
  readonly share: number
  readonly points: readonly (Variant & { readonly share: number })[]
  /** shares at which the planner changes its plan; only latency does that */
  readonly switches: readonly PlanSwitch[]
}

export interface ShiftReport {
  readonly k: number
  readonly weights: Readonly<Record<WeightKey, number>>
  readonly baseline: {
    readonly plan: PricedPlan
    readonly items: readonly ShownItem[]
    readonly totals: Totals
    readonly guardrailShare: number
  }
  readonly leftOut: readonly LeftOut[]
  readonly sweeps: readonly Sweep[]
}

/**
 * What each objective does to one list: every one left out in turn, and its share swept from 0 to 1 while the others
 * keep their ratios. The plan stays the same while objectives move, so that nothing else differs; where latency moves, the planner
 * is asked, as latency acts through nothing but the plan. All totals are judged by one belief, that of the baseline's model at full
 * depth: plans differ in what they believe, and a list must not win by believing more of itself.
 */
export const shift = (input: ShiftInput): ShiftReport => runSteps(shiftSteps(input))

/** `shift` in steps of one ranking each. */
export function* shiftSteps(input: ShiftInput): Steps<ShiftReport> {
  const { weights } = input.request.profile
  const variants = createVariants(input)
  yield
  const leftOut: LeftOut[] = []
  for (const objective of weightKeys) {
    const share = shareOf(weights, objective)
    const result = canRankWithout(weights, objective)
      ? variants.of({ ...weights, [objective]: 0 }, objective)
      : null
    leftOut.push({ objective, share, result })
    yield
  }
  const sweeps: Sweep[] = []
  for (const objective of weightKeys) sweeps.push(yield* sweepSteps(input, objective, variants))
  return { k: input.k, weights: normaliseWeights(weights), baseline: variants.baseline, leftOut, sweeps }
}

function* sweepSteps(
  { request, points, planFor }: ShiftInput,
  objective: WeightKey,
  variants: Variants,
): Steps<Sweep> {
  const { weights } = request.profile
  const grid = gridOf(points)
  const swept: Sweep['points'][number][] = []
  for (const share of grid) {
    swept.push({ share, ...variants.of(withShare(weights, objective, share), objective) })
    yield
  }
  const planAt = (share: number) => planFor(withShare(weights, 'latency', share))
  const switches = objective === 'latency' ? planSwitches(planAt, grid) : []
  return { objective, share: shareOf(weights, objective), points: swept, switches }
}

interface Variants {
  readonly baseline: ShiftReport['baseline']
  /** The list under `weights`, in which the weight of `moved` differs from the baseline. */
  of(weights: Weights, moved: WeightKey): Variant
}

/** Ranks the baseline at once, variants on demand; a list that was ranked before is not ranked again. */
function createVariants({ world, request, predictedMs, k, planFor }: ShiftInput): Variants {
  const { catalogue } = world
  const judge = createJudge(world, request)
  const heldPlan = { ...request.plan, predictedMs }
  const ranked = new Map<string, { ranking: Ranking; totals: Totals }>()

  const rankUnder = (weights: Weights, plan: PricedPlan) => {
    // Only the objectives' ratios and the plan reach the list; latency's own weight does not.
    const key = JSON.stringify([objectiveWeights(weights), plan])
    const known = ranked.get(key)
    if (known) return known
    const ranking = rank(world, { ...request, profile: { ...request.profile, weights }, plan })
    const totals = totalsOf(catalogue, judge.value(ranking.items), plan.predictedMs)
    ranked.set(key, { ranking, totals })
    return { ranking, totals }
  }

  const base = rankUnder(request.profile.weights, heldPlan)
  const baseItems = itemsOf(base.ranking)
  return {
    baseline: {
      plan: heldPlan,
      items: base.ranking.items.map(({ item, rank, score, objectives, adjustments }) => ({
        rank,
        restaurant: named(catalogue, item),
        score,
        objectives: contributionsOf(objectives),
        adjustments,
      })),
      totals: base.totals,
      guardrailShare: base.ranking.guardrailShare,
    },
    of(weights, moved) {
      const plan = moved === 'latency' ? planFor(weights) : heldPlan
      const { ranking, totals } = rankUnder(weights, plan)
      const items = itemsOf(ranking)
      return {
        weights: normaliseWeights(weights),
        plan,
        list: items.map((item) => catalogue.ids[item]!),
        moves: namedMoves(baseItems, items, (item) => named(catalogue, item)),
        agreement: agreementOf(baseItems, items, k),
        totals,
        change: changeOf(base.totals, totals),
        guardrailShare: ranking.guardrailShare,
      }
    },
  }
}

/** Whether a list can be ordered with this weight left out. */
export const canRankWithout = (weights: Weights, left: WeightKey): boolean =>
  objectiveKeys.some((key) => key !== left && weights[key] > 0)

/** The shares of a sweep, from 0 to 1. @param points at least 2 */
export const gridOf = (points: number): number[] =>
  Array.from({ length: points }, (_, index) => index / (points - 1))
