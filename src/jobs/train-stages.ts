/** What a training run goes through, in order. `search` is there only when it is asked for. */
export const stages = [
  'snapshot',
  'data-quality',
  'split',
  'search',
  'train',
  'evaluate',
  'fairness',
  'plans',
  'gate',
  'register',
] as const
export type Stage = (typeof stages)[number]

/** Typical shares of the time; what is not here is over in a moment. */
const weights: Partial<Record<Stage, number>> = { snapshot: 8, train: 60, evaluate: 22, plans: 10 }

/**
 * How much of a run is behind it, from 0 to 1.
 * @param share of the stage that is done
 * @param searchShare of the whole time that the search takes
 */
export function overallProgress(stage: Stage, share: number, searchShare = 0): number {
  const total = stages.reduce((sum, each) => sum + (weights[each] ?? 0), 0)
  const weightOf = (each: Stage) =>
    each === 'search' ? searchShare : ((1 - searchShare) * (weights[each] ?? 0)) / total
  const before = stages.slice(0, stages.indexOf(stage)).reduce((sum, each) => sum + weightOf(each), 0)
  return Math.min(1, before + weightOf(stage) * Math.max(0, Math.min(1, share)))
}

/** Seconds that are left, if it goes on as it went; null: too early to tell. */
export function etaSeconds(elapsedMs: number, progress: number): number | null {
  return progress < 0.05 ? null : (elapsedMs / 1000) * ((1 - progress) / progress)
}
