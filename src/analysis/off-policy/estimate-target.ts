import { createRandom, hashText } from '../../numeric/random.ts'
import { type Estimate, type Estimator, estimate, estimators } from './estimators.ts'
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
export function estimateTarget(
  lists: readonly LoggedList[],
  { seed, maxWeight }: EstimateOptions,
): TargetReport {
  const random = createRandom(seed)
  const scales = scalesOf(lists)
  const orders = lists.reduce((sum, { reward }) => sum + total(reward.orders), 0)
  const explored = exploredShare(lists)
  const weighed = (assumption: Assumption, outcome: Outcome) =>
    lists.map((list) => weigh(list, assumption, outcome, scales[halfOf(list.user)]!))

  const logged = (outcome: Outcome) => {
    if (lists.length === 0) return null
    const shown = weighed('item-position', outcome).map(
      (list): WeightedList => ({ ...list, weight: list.weight.map(() => 1) }),
    )
    return estimate('ips', shown, { maxWeight, random: random.fork(`logged/${outcome}`) })
  }

  return {
    lists: lists.length,
    users: new Set(lists.map(({ user }) => user)).size,
    logged: { orders: logged('orders'), revenue: logged('revenue'), margin: logged('margin') },
    assumed: assumptions.map((assumption) => {
      const support = supportOf(weighed(assumption, 'orders'), explored, maxWeight)
      const refusal = refusalOf(weighed(assumption, 'orders'), support, orders)
      const estimates = refusal
        ? []
        : outcomes.flatMap((outcome) => {
            const own = weighed(assumption, outcome)
            return estimators.map((estimator) => ({
              outcome,
              estimator,
              estimate: estimate(estimator, own, {
                maxWeight,
                random: random.fork(`${assumption}/${outcome}/${estimator}`),
              }),
            }))
          })
      return { assumption, support, refusal, estimates }
    }),
  }
}

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
