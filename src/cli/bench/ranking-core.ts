import { rank } from '../../ranking/pipeline.ts'
import { plans } from '../../ranking/planner/plans.ts'
import { plainRequest } from '../../serving/past-requests.ts'
import type { RecommendationService } from '../../serving/service.ts'
import { repeat, summarise, type Timings } from './measure.ts'

export interface PlanTimings extends Timings {
  readonly plan: string
  /** Mean of those that were scored. */
  readonly candidates: number
  readonly nsPerCandidate: number
}

/** How long does ranking alone take, by plan? No look-up, no log, no HTTP; users known beforehand. */
export async function benchRankingCore(
  recommender: Pick<RecommendationService, 'prepare'>,
  userIds: readonly string[],
  forMs: number,
): Promise<PlanTimings[]> {
  const prepared = await Promise.all(
    userIds.slice(0, 50).map((userId) => recommender.prepare(plainRequest({ userId }))),
  )
  const results: PlanTimings[] = []
  for (const plan of plans) {
    let scored = 0
    let runs = 0
    const times = await repeat(forMs, 50, (n) => {
      const { world, request } = prepared[n % prepared.length]!
      // The sum is used below, so that nothing of the work can be left out.
      scored += rank(world, { ...request, plan }).scored
      runs++
    })
    const timings = summarise(times)
    const candidates = scored / runs
    results.push({
      plan: `${plan.name}@${plan.candidates}`,
      ...timings,
      candidates,
      nsPerCandidate: (timings.medianMs * 1e6) / Math.max(1, candidates),
    })
  }
  return results
}
