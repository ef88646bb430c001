import { rank } from '../ranking/pipeline.ts'
import type { CostModel } from '../ranking/planner/cost-model.ts'
import type { Ranking, RankingRequest, RankingWorld } from '../ranking/types.ts'
import { type StageTime, startStageClock } from './stage-clock.ts'

export interface TimedRanking {
  readonly ranking: Ranking
  readonly stages: readonly StageTime[]
}

/** Ranks, and tells the cost model what it took. */
export function timedRank(
  world: RankingWorld,
  request: RankingRequest,
  costs: Pick<CostModel, 'observe'>,
  clockMs: () => number,
): TimedRanking {
  const clock = startStageClock(clockMs)
  const ranking = rank(world, request, clock.listen)
  const stages = clock.times()
  const stageMs = Object.fromEntries(stages.map(({ stage, ms }) => [stage, ms]))
  costs.observe({ name: request.plan.name, candidates: ranking.scored, stageMs, atMs: clockMs() })
  return { ranking, stages }
}
