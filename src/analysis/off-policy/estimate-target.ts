import { createRandom, hashText } from '../../numeric/random.ts'
import { runSteps, type Steps } from '../steps.ts'
import { type Estimate, type Estimator, estimateSteps, estimators } from './estimators.ts'
import {
  type Assumption,
  assumptions,
  type LoggedList,
  type Outcome,
  outcomes,
  type WeightedList,
  weigh,
} from './logged-list.ts'
import { type Refusal, refusalOf, type Support, supportOf } from './support.ts'

export interface AssumedEstimate {
  readonly assumption: Assumption
  readonly support: Support
  /** null: the logs can answer */
  readonly refusal: Refusal | null
  /** empty where the answer is refused */
  readonly estimates: readonly {
    readonly outcome: Outcome
    readonly estimator: Estimator
    readonly estimate: Estimate
  }[]
}

export interface TargetReport {
  readonly lists: number
  readonly users: number
  /** what came of the lists that were shown, a list */
  readonly logged: Readonly<Record<Outcome, Estimate | null>>
  readonly assumed: readonly AssumedEstimate[]
}

export interface EstimateOptions {
  readonly seed: number
  readonly maxWeight: number
}

/**
 * What the target's lists would have brought, from lists that others showed. The model's expectations are scaled by outcomes over
 * expectations of the other half of the users, so that no list helps to predict itself and `dr` stays unbiased.
 */
export const estimateTarget = (lists: readonly LoggedList[], options: EstimateOptions): TargetReport =>
  runSteps(estimateTargetSteps(lists, options))

/** `estimateTarget` in steps. */
export function* estimateTargetSteps(
  lists: readonly LoggedList[],
  { seed, maxWeight }: EstimateOptions,
): Steps<TargetReport> {
  const random = createRandom(seed)
  const scales = scalesOf(lists)
  const orders = lists.reduce((sum, { reward }) => sum + total(reward.orders), 0)
  const explored = exploredShare(lists)

  const weighed = function* (assumption: Assumption, outcome: Outcome): Steps<WeightedList[]> {
    const found: WeightedList[] = []
    for (const [n, list] of lists.entries()) {
      if (n % listsAStep === listsAStep - 1) yield
      found.push(weigh(list, assumption, outcome, scales[halfOf(list.user)]!))
    }
    return found
  }

  const logged = function* (outcome: Outcome): Steps<Estimate | null> {
    if (lists.length === 0) return null
    const shown = (yield* weighed('item-position', outcome)).map(
      (list): WeightedList => ({ ...list, weight: list.weight.map(() => 1) }),
    )
    return yield* estimateSteps('ips', shown, { maxWeight, random: random.fork(`logged/${outcome}`) })
  }

  const under = function* (assumption: Assumption): Steps<AssumedEstimate> {
    const ofOrders = yield* weighed(assumption, 'orders')
    const support = supportOf(ofOrders, explored, maxWeight)
    yield
    const refusal = refusalOf(ofOrders, support, orders)
    const estimates: AssumedEstimate['estimates'][number][] = []
    for (const outcome of refusal ? [] : outcomes) {
      const own = outcome === 'orders' ? ofOrders : yield* weighed(assumption, outcome)
      for (const estimator of estimators) {
        const draws = random.fork(`${assumption}/${outcome}/${estimator}`)
        const estimate = yield* estimateSteps(estimator, own, { maxWeight, random: draws })
        estimates.push({ outcome, estimator, estimate })
        yield
      }
    }
    return { assumption, support, refusal, estimates }
  }

  const ofLogged = {
    orders: yield* logged('orders'),
    revenue: yield* logged('revenue'),
    margin: yield* logged('margin'),
  }
  const assumed: AssumedEstimate[] = []
  for (const assumption of assumptions) assumed.push(yield* under(assumption))
  return {
    lists: lists.length,
    users: new Set(lists.map(({ user }) => user)).size,
    logged: ofLogged,
    assumed,
  }
}

/** Weighed between two steps. */
const listsAStep = 200

const halfOf = (user: string) => hashText(user) & 1

/** scales[h] = orders over expected orders in the other half; 1 where nothing is expected there. */
function scalesOf(lists: readonly LoggedList[]): readonly [number, number] {
  const seen = [0, 0]
  const expected = [0, 0]
  for (const { user, reward, modelled } of lists) {
    const half = halfOf(user)
    seen[half]! += total(reward.orders)
    expected[half]! += total(modelled.orders)
  }
  const scale = (half: number) => (expected[half]! > 0 ? seen[half]! / expected[half]! : 1)
  return [scale(1), scale(0)]
}

function exploredShare(lists: readonly LoggedList[]): number {
  let [places, drawn] = [0, 0]
  for (const { logged } of lists) {
    places += logged.conditional.length
    for (const chance of logged.conditional) if (chance < 1) drawn++
  }
  return places === 0 ? 0 : drawn / places
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
