import type { Random } from '../../numeric/random.ts'
import { rerankQueryOf } from '../../ranking/pipeline.ts'
import { followList, placementMarginalsSteps } from '../../ranking/rerank/placement.ts'
import type { RerankQuery } from '../../ranking/rerank/rerank.ts'
import type { RankingRequest, RankingWorld } from '../../ranking/types.ts'
import { createJudge } from '../judge.ts'
import type { Steps } from '../steps.ts'
import type { ByOutcome, LoggedList, Outcome } from './logged-list.ts'

/** A policy: the request as it would rank it. */
export interface Policy {
  readonly world: RankingWorld
  readonly request: RankingRequest
}

export interface ShownPlace {
  readonly restaurantId: string
  /** as logged: given the places above */
  readonly propensity: number
}

export interface AttributedOrder {
  readonly restaurantId: string
  /** null: not known; counts as what is expected of the restaurant */
  readonly amount: number | null
}

export interface ReadListInput {
  readonly user: string
  readonly shown: readonly ShownPlace[]
  readonly orders: readonly AttributedOrder[]
  /** the policy that showed the list, ranked again: for the chances of a place whatever is above it */
  readonly logging: Policy
  readonly target: Policy
  /** lists drawn for the chances below the top */
  readonly samples: number
  readonly random: Random
}

export interface ReadList {
  readonly list: LoggedList
  /** largest |log(propensity now / then)| over the places; Infinity: a place has no chance now. Near 0: the log can be ranked again. */
  readonly drift: number
}

/** What is logged of one list, with the chances of it under the target; in steps of a ranking or a set of draws each. */
export function* readListSteps({
  user,
  shown,
  orders,
  logging,
  target,
  samples,
  random,
}: ReadListInput): Steps<ReadList> {
  const length = shown.length
  const { catalogue } = target.world
  const items = Int32Array.from(shown, ({ restaurantId }) => catalogue.indexOf.get(restaurantId) ?? -1)
  const targetQuery = rerankQueryOf(target.world, { ...target.request, limit: length })
  yield
  const loggingQuery = rerankQueryOf(logging.world, { ...logging.request, limit: length })
  const inTarget = candidatesOf(targetQuery, items)
  const inLogging = candidatesOf(loggingQuery, items)

  yield
  const worth = createWorth(target, targetQuery, items)
  yield
  const targetMarginals = yield* placementMarginalsSteps(targetQuery, {
    samples,
    random: random.fork('target'),
  })
  yield
  const loggingMarginals = yield* placementMarginalsSteps(loggingQuery, {
    samples,
    random: random.fork('logging'),
  })
  yield
  const byOutcome = (of: (outcome: Outcome) => Float64Array): ByOutcome => ({
    orders: of('orders'),
    revenue: of('revenue'),
    margin: of('margin'),
  })
  const followed = byOutcome(
    (outcome) => followList(targetQuery, inTarget, (j) => worth.candidate(outcome, j)).expected,
  )
  yield
  const { probability } = followList(targetQuery, inTarget, () => 0)
  const again = followList(loggingQuery, inLogging, () => 0).probability
  const propensities = Float64Array.from(shown, ({ propensity }) => propensity)

  return {
    drift: propensities.reduce((most, then, k) => Math.max(most, Math.abs(Math.log(again[k]! / then))), 0),
    list: {
      user,
      logged: {
        conditional: propensities,
        // At the top both are one, and what was logged is what was.
        marginal: at(loggingMarginals, inLogging).map((chance, k) => (k === 0 ? propensities[0]! : chance)),
      },
      target: { conditional: probability, marginal: at(targetMarginals, inTarget) },
      reward: rewardsOf(target.world, shown, items, orders, worth.spend),
      modelled: byOutcome((outcome) => seen(length, (k) => worth.shown(outcome, k))),
      expectedBelow: byOutcome((outcome) => seen(length, (k) => followed[outcome][k]!)),
      expected: byOutcome((outcome) =>
        seen(length, (k) => mean(targetMarginals[k], (j) => worth.candidate(outcome, j))),
      ),
    },
  }
}

/** By place, each counted by how likely it is looked at. */
function seen(length: number, value: (k: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, k) => value(k) / Math.log2(2 + k))
}

function mean(chances: Float64Array | undefined, value: (j: number) => number): number {
  let sum = 0
  chances?.forEach((chance, j) => {
    if (chance > 0) sum += chance * value(j)
  })
  return sum
}

function at(marginals: readonly Float64Array[], candidates: Int32Array): Float64Array {
  return Float64Array.from(candidates, (j, k) => (j < 0 ? 0 : (marginals[k]?.[j] ?? 0)))
}

/** Positions in `query.items`, which ascend; −1: not among them. */
function candidatesOf({ items }: RerankQuery, wanted: Int32Array): Int32Array {
  const position = new Map(Array.from(items, (item, j) => [item, j]))
  return wanted.map((item) => position.get(item) ?? -1)
}

/** What one judge, the target's model at full depth, expects of an order's chance, fee and margin. */
function createWorth({ world, request }: Policy, query: RerankQuery, shown: Int32Array) {
  const { feeRate, costPerOrder } = world.catalogue
  const judge = createJudge(world, request)
  const believe = (items: Int32Array) =>
    judge.value(Array.from(items, (item) => ({ item: Math.max(0, item) })))
  const candidates = believe(query.items)
  const own = believe(shown)
  const worth = (outcome: Outcome, { item, probability, spend }: (typeof own)[number]) => {
    if (outcome === 'orders') return probability
    const fee = probability * spend * feeRate[item]!
    return outcome === 'revenue' ? fee : fee - probability * costPerOrder[item]!
  }
  return {
    candidate: (outcome: Outcome, j: number) => worth(outcome, candidates[j]!),
    /** A restaurant that is gone is expected to bring nothing. */
    shown: (outcome: Outcome, k: number) => (shown[k]! < 0 ? 0 : worth(outcome, own[k]!)),
    spend: (k: number) => own[k]!.spend,
  }
}

function rewardsOf(
  { catalogue }: RankingWorld,
  shown: readonly ShownPlace[],
  items: Int32Array,
  orders: readonly AttributedOrder[],
  spend: (k: number) => number,
): ByOutcome {
  const reward = {
    orders: new Float64Array(shown.length),
    revenue: new Float64Array(shown.length),
    margin: new Float64Array(shown.length),
  }
  for (const { restaurantId, amount } of orders) {
    const k = shown.findIndex((place) => place.restaurantId === restaurantId)
    const item = items[k] ?? -1
    if (k < 0) continue
    reward.orders[k]!++
    if (item < 0) continue
    const fee = (amount ?? spend(k)) * catalogue.feeRate[item]!
    reward.revenue[k]! += fee
    reward.margin[k]! += fee - catalogue.costPerOrder[item]!
  }
  return reward
}
