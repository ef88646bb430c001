import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CostModel } from '../ranking/planner/cost-model.ts'
import { plans } from '../ranking/planner/plans.ts'
import { plainRequest } from './past-requests.ts'
import type { RecommendationService } from './service.ts'
import { timedRank } from './timed-rank.ts'

export interface WarmUpOptions {
  readonly recommender: Pick<RecommendationService, 'prepare'>
  readonly costs: Pick<CostModel, 'observe'>
  readonly clockMs: () => number
  /** Users to rank for; null stands for somebody unknown. */
  readonly userIds: readonly (string | null)[]
  /** Stops after this time, ms. */
  readonly maxMs?: number
}

/** Rounds whose timings say more of the compiler than of the plan. */
const coldRounds = 2

/**
 * Runs every plan on some users before the service says that it is ready: the code is compiled, lists are prepared, and the planner
 * knows what its plans cost on this machine.
 * @returns how many rankings it made
 */
export async function warmUp(options: WarmUpOptions): Promise<number> {
  const { recommender, clockMs, maxMs = 1500 } = options
  const endMs = clockMs() + maxMs
  const forget = { observe() {} }
  let runs = 0
  for (const [round, userId] of options.userIds.entries()) {
    const prepared = await recommender.prepare(plainRequest({ userId }))
    for (const plan of plans) {
      if (clockMs() > endMs) return runs
      if (!prepared.world.model && plan.name !== 'popular') continue
      const costs = round < coldRounds ? forget : options.costs
      const { ranking } = timedRank(prepared.world, { ...prepared.request, plan }, costs, clockMs)
      for (const position of ranking.items.keys()) ranking.reasons(position)
      runs++
      // Liveness is asked for meanwhile.
      await nextTurn()
    }
  }
  return runs
}
