import type { SpanTime } from '../monitoring/tracing.ts'
import type { Recommendation } from './service.ts'
import type { StageTime } from './stage-clock.ts'

/** What is known of the time of one recommendation; ms, of the recommender's clock. */
export interface MeasuredWork {
  /** when looking up the user began */
  readonly startMs: number
  readonly lookupMs: number
  readonly rankedMs: number
  /** when the answer was out */
  readonly endMs: number
  readonly stages: readonly StageTime[]
  readonly recommendation: Pick<
    Recommendation,
    'plan' | 'profile' | 'modelVersion' | 'userKnown' | 'degraded'
  >
}

/** The parts of a recommendation one after the other: looking up, waiting for a turn, each stage of ranking, writing the answer. */
export function partsOf(work: MeasuredWork): SpanTime[] {
  const { startMs, lookupMs, rankedMs, endMs, stages, recommendation } = work
  const { plan, profile, modelVersion, userKnown, degraded } = recommendation
  const ranking = stages.reduce((sum, { ms }) => sum + ms, 0)
  const rankStartMs = rankedMs - ranking
  const lookedUpMs = startMs + lookupMs
  const parts: SpanTime[] = [
    {
      name: 'lookup',
      startMs,
      endMs: lookedUpMs,
      attributes: { 'db.system.name': 'postgresql', 'maitre.user_known': userKnown },
    },
    { name: 'turn', startMs: lookedUpMs, endMs: Math.max(lookedUpMs, rankStartMs) },
  ]
  let fromMs = rankStartMs
  for (const { stage, ms, count } of stages) {
    parts.push({ name: stage, startMs: fromMs, endMs: fromMs + ms, attributes: { 'maitre.count': count } })
    fromMs += ms
  }
  parts.push({
    name: 'answer',
    startMs: rankedMs,
    endMs,
    attributes: {
      'maitre.profile': profile.key,
      'maitre.plan': plan.name,
      'maitre.candidates': plan.candidates,
      'maitre.predicted_ms': plan.predictedMs,
      'maitre.budget_ms': plan.budgetMs,
      'maitre.model': modelVersion ?? 'none',
      'maitre.degraded': degraded.join(' '),
    },
  })
  return parts
}
