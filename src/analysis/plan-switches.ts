import type { PricedPlan } from './lists.ts'

/** From `share` on, `to` is chosen instead of `from`. */
export interface PlanSwitch {
  readonly share: number
  readonly from: PricedPlan
  readonly to: PricedPlan
}

const precision = 1e-4

/**
 * Where the planner changes its mind as the weight on latency grows, found by bisection to 1e-4 between points of a grid. A plan's
 * utility is linear in that weight, so the best plan is an upper envelope of lines: each plan holds one stretch, and a search that
 * goes on from every switch it finds misses none that lies more than the precision from another.
 * @param grid shares in ascending order
 */
export function planSwitches(planAt: (share: number) => PricedPlan, grid: readonly number[]): PlanSwitch[] {
  const switches: PlanSwitch[] = []
  for (let index = 1; index < grid.length; index++) {
    let low = grid[index - 1]!
    const high = grid[index]!
    while (!isSame(planAt(low), planAt(high))) {
      const share = firstOther(planAt, low, high)
      switches.push({ share, from: planAt(low), to: planAt(share) })
      low = share
    }
  }
  return switches
}

/** The least share in (low, high], to the precision, whose plan is not that of `low`; `high`'s is not. */
function firstOther(planAt: (share: number) => PricedPlan, low: number, high: number): number {
  const plan = planAt(low)
  let [same, other] = [low, high]
  while (other - same > precision) {
    const middle = (same + other) / 2
    if (isSame(planAt(middle), plan)) same = middle
    else other = middle
  }
  return other
}

const isSame = (a: PricedPlan, b: PricedPlan): boolean => a.name === b.name && a.candidates === b.candidates
