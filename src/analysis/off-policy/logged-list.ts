/**
 * What estimates are made of: lists that a logging policy μ showed, what came of them, and the chances with which a target policy π
 * would have shown the same. Arrays are by place, the top first, and of one length within a list.
 */
export const outcomes = ['orders', 'revenue', 'margin'] as const
export type Outcome = (typeof outcomes)[number]

export type ByOutcome = Readonly<Record<Outcome, Float64Array>>

/** The chances of each shown placement under one policy. */
export interface PlacementChances {
  /** given the places above */
  readonly conditional: Float64Array
  /** whatever is above */
  readonly marginal: Float64Array
}

export interface LoggedList {
  /** lists of the same user belong together */
  readonly user: string
  readonly logged: PlacementChances
  readonly target: PlacementChances
  /** what came of each place: orders; fee and margin in money */
  readonly reward: ByOutcome
  /** what a model expected of each shown placement; any scale: it is fitted */
  readonly modelled: ByOutcome
  /** what the model expects of place k under the target, given the shown places above */
  readonly expectedBelow: ByOutcome
  /** the same whatever is above */
  readonly expected: ByOutcome
}

/**
 * `item-position`: what comes of a place depends on the restaurant and the place (Li et al. 2018, "Offline evaluation of ranking
 * policies with click models"). `cascade`: it may depend on what stands above too (McInerney et al. 2020, RIPS). `whole-list`: on all
 * of the list. The weaker the assumption, the larger the weights.
 */
export const assumptions = ['item-position', 'cascade', 'whole-list'] as const
export type Assumption = (typeof assumptions)[number]

/** One list in the form that all estimators take, whatever is assumed. */
export interface WeightedList {
  readonly user: string
  /** w_k: how much likelier the target is to show this, π/μ */
  readonly weight: Float64Array
  /** weight of the model's expectation at place k */
  readonly before: Float64Array
  readonly reward: Float64Array
  /** Q̂ of the shown placement */
  readonly modelled: Float64Array
  /** Σ_a π(a) Q̂(a) */
  readonly expected: Float64Array
}

/**
 * Item-position: w_k = π_k(a_k)/μ_k(a_k), before = 1. Whole list: w_k is the last of the cascade's, before = 1. Cascade: w_k = Π_{j ≤ k} π(a_j | above)/μ(a_j | above), before = w_{k−1};
 * Q̂_k adds what the model expects of the places below, as in cascade-DR (Kiyohara et al. 2022). That rest depends on nothing
 * that is drawn, so the estimate stays unbiased, and the weights' noise cancels.
 * @param scale what the model's expectations are multiplied with
 */
export function weigh(
  list: LoggedList,
  assumption: Assumption,
  outcome: Outcome,
  scale: number,
): WeightedList {
  const { user } = list
  const reward = list.reward[outcome]
  const own = list.modelled[outcome].map((value) => scale * value)
  const all = list.expected[outcome].map((value) => scale * value)
  if (assumption === 'item-position') {
    const weight = ratios(list.target.marginal, list.logged.marginal)
    return { user, weight, before: weight.map(() => 1), reward, modelled: own, expected: all }
  }
  const weight = runningProduct(ratios(list.target.conditional, list.logged.conditional))
  if (assumption === 'whole-list') {
    const whole = weight.map(() => weight.at(-1)!)
    return { user, weight: whole, before: weight.map(() => 1), reward, modelled: own, expected: all }
  }
  const below = list.expectedBelow[outcome].map((value) => scale * value)
  const rest = all.map((_, k) => all.subarray(k + 1).reduce((sum, value) => sum + value, 0))
  return {
    user,
    weight,
    before: weight.map((_, k) => (k === 0 ? 1 : weight[k - 1]!)),
    reward,
    modelled: own.map((value, k) => value + rest[k]!),
    // Below a place that the target never fills so, nothing is asked of the model.
    expected: below.map((value, k) => (k > 0 && weight[k - 1] === 0 ? 0 : value + rest[k]!)),
  }
}

/** A placement that was shown had a chance; one logged as 0 is taken as it is: no weight. */
function ratios(target: Float64Array, logged: Float64Array): Float64Array {
  return target.map((chance, k) => (logged[k]! > 0 ? chance / logged[k]! : 0))
}

function runningProduct(factors: Float64Array): Float64Array {
  let product = 1
  return factors.map((factor) => {
    product *= factor
    return product
  })
}
