import { runSteps, type Steps } from '../steps.ts'
import { type BootstrapDraws, bootstrapSumsSteps, normalInterval, type Range } from './intervals.ts'
import type { WeightedList } from './logged-list.ts'

/**
 * `ips`: inverse propensity, Σ w r (Horvitz and Thompson 1952), unbiased. `snips`: place by place over the sum of weights
 * (Swaminathan and Joachims 2015), so that it never leaves the range of what was seen. `dr`: the model's expectation, corrected by
 * what the weighted outcomes differ from it (Dudík et al. 2011): unbiased whatever the model, and steadier the better it is.
 */
export const estimators = ['ips', 'snips', 'dr'] as const
export type Estimator = (typeof estimators)[number]

/** What a list of the target is worth. */
export interface Estimate {
  readonly value: number
  /** by the normal law on each list's influence, clustered by user; null: fewer than two users */
  readonly normal: Range | null
  /** by drawing users again; null: likewise */
  readonly bootstrap: Range | null
  /** what clipping the weights did to the value: minus this is its bias, as far as the logs can tell; 0: nothing was clipped */
  readonly clippingBias: number
}

/** Weights above `maxWeight` count as that. */
export function clip(list: WeightedList, maxWeight: number): WeightedList {
  const least = (weight: number) => Math.min(weight, maxWeight)
  return { ...list, weight: list.weight.map(least), before: list.before.map(least) }
}

/** The mean value of a list under the target, with intervals. @param lists at least one */
export const estimate = (...given: Parameters<typeof estimateSteps>): Estimate =>
  runSteps(estimateSteps(...given))

/** `estimate` in steps. */
export function* estimateSteps(
  estimator: Estimator,
  lists: readonly WeightedList[],
  options: BootstrapDraws & { readonly maxWeight: number },
): Steps<Estimate> {
  const clipped = lists.map((list) => clip(list, options.maxWeight))
  const of = estimator === 'snips' ? selfNormalised : byList(estimator === 'ips' ? ipsValue : drValue)
  const { value, ...rest } = yield* of(clipped, options)
  yield
  return { value, ...rest, clippingBias: value - (yield* of(lists, null)).value }
}

type Valued = Omit<Estimate, 'clippingBias'>

function ipsValue({ weight, reward }: WeightedList): number {
  return weight.reduce((sum, w, k) => sum + w * reward[k]!, 0)
}

function drValue({ weight, before, reward, modelled, expected }: WeightedList): number {
  return weight.reduce((sum, w, k) => sum + before[k]! * expected[k]! + w * (reward[k]! - modelled[k]!), 0)
}

/** Estimators that are a mean over lists. @param draws null: no intervals are asked for */
const byList = (worthOf: (list: WeightedList) => number) =>
  function* (lists: readonly WeightedList[], draws: BootstrapDraws | null): Steps<Valued> {
    const values = lists.map(worthOf)
    const value = values.reduce((sum, each) => sum + each, 0) / values.length
    if (!draws) return { value, normal: null, bootstrap: null }
    const users = lists.map(({ user }) => user)
    const rows = values.map((each) => Float64Array.of(each, 1))
    const mean = (sums: Float64Array) => sums[0]! / sums[1]!
    return {
      value,
      normal: normalInterval(values, users),
      bootstrap: yield* bootstrapSumsSteps(rows, users, mean, draws),
    }
  }

/** Σ_k (share of lists with a place k) · Σ w_k r_k / Σ w_k; its influence is the first-order term of that ratio. */
function* selfNormalised(lists: readonly WeightedList[], draws: BootstrapDraws | null): Steps<Valued> {
  const places = lists.reduce((most, { weight }) => Math.max(most, weight.length), 0)
  const rows = lists.map((list) => ratioRow(list, places))
  const sums = new Float64Array(rows[0]!.length)
  for (const row of rows) for (let c = 0; c < sums.length; c++) sums[c]! += row[c]!
  const value = ratioValue(sums)
  if (!draws) return { value, normal: null, bootstrap: null }
  const users = lists.map(({ user }) => user)
  const influence = lists.map((list) => value + influenceOf(list, sums, places))
  return {
    value,
    normal: normalInterval(influence, users),
    bootstrap: yield* bootstrapSumsSteps(rows, users, ratioValue, draws),
  }
}

/** [1, then by place: Σ w r, Σ w, number of lists] */
function ratioRow({ weight, reward }: WeightedList, places: number): Float64Array {
  const row = new Float64Array(1 + 3 * places)
  row[0] = 1
  for (let k = 0; k < weight.length; k++) {
    row[1 + 3 * k] = weight[k]! * reward[k]!
    row[2 + 3 * k] = weight[k]!
    row[3 + 3 * k] = 1
  }
  return row
}

function ratioValue(sums: Float64Array): number {
  let value = 0
  for (let c = 1; c < sums.length; c += 3) {
    if (sums[c + 1]! > 0) value += ((sums[c + 2]! / sums[0]!) * sums[c]!) / sums[c + 1]!
  }
  return value
}

function influenceOf({ weight, reward }: WeightedList, sums: Float64Array, places: number): number {
  let influence = 0
  for (let k = 0; k < Math.min(weight.length, places); k++) {
    const total = sums[2 + 3 * k]!
    if (total === 0) continue
    influence += (sums[3 + 3 * k]! * weight[k]! * (reward[k]! - sums[1 + 3 * k]! / total)) / total
  }
  return influence
}
