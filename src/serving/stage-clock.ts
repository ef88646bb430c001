import type { StageListener } from '../ranking/types.ts'

export type Stage = Parameters<StageListener>[0]

export interface StageTime {
  readonly stage: Stage
  readonly ms: number
  /** Things that the stage handled. */
  readonly count: number
}

export interface StageClock {
  /** For `rank`, which tells after each stage what it did. */
  readonly listen: StageListener
  /** The stages in the order in which they first came; one that came again has its times added up. */
  times(): readonly StageTime[]
}

/** Gives each stage the time since the one before it. */
export function startStageClock(clockMs: () => number): StageClock {
  const stages = new Map<Stage, { ms: number; count: number }>()
  let lastMs = clockMs()
  return {
    listen(stage, count) {
      const nowMs = clockMs()
      const before = stages.get(stage)
      stages.set(stage, { ms: nowMs - lastMs + (before?.ms ?? 0), count })
      lastMs = nowMs
    },
    times: () => Array.from(stages, ([stage, { ms, count }]) => ({ stage, ms, count })),
  }
}
