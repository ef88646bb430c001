import type { TrainingRunSummary } from '../../../client/index.ts'

export type RunStatus = TrainingRunSummary['status']

export const isUnderWay = ({ status }: Pick<TrainingRunSummary, 'status'>): boolean =>
  status === 'queued' || status === 'running'

export const statusKinds: Readonly<Record<RunStatus, 'plain' | 'good' | 'bad' | 'warn' | 'accent'>> = {
  queued: 'accent',
  running: 'accent',
  succeeded: 'good',
  rejected: 'warn',
  failed: 'bad',
  cancelled: 'plain',
}

const stages: Readonly<Record<string, string>> = {
  snapshot: 'Reading what is stored',
  'data-quality': 'Looking at the data',
  split: 'Setting the latest orders aside',
  search: 'Looking for better settings',
  train: 'Learning',
  evaluate: 'Measuring on the orders set aside',
  fairness: 'Counting whom it shows',
  plans: 'Measuring the plans',
  gate: 'Judging',
  register: 'Keeping the version',
}

/** What a run is at, in words. */
export const stageInWords = (stage: string | null): string =>
  stage === null ? 'About to begin' : (stages[stage] ?? stage)

const triggers: Readonly<Record<TrainingRunSummary['trigger'], string>> = {
  manual: 'by hand',
  schedule: 'on schedule',
  'new-data': 'new data',
  drift: 'drift',
  'first-start': 'first start',
}

export const triggerInWords = (trigger: TrainingRunSummary['trigger']): string => triggers[trigger]

/** `about 40 s`, `about 3 min`; null: nobody knows yet. */
export function etaInWords(seconds: number | null): string | null {
  if (seconds === null) return null
  if (seconds < 5) return 'a few seconds'
  return seconds < 90 ? `about ${Math.round(seconds / 5) * 5} s` : `about ${Math.round(seconds / 60)} min`
}

/** `38 s`, `4 min 05 s`; until now while it is under way. */
export function durationInWords(startedAt: string, finishedAt: string | null, nowMs: number): string {
  const end = finishedAt === null ? nowMs : Date.parse(finishedAt)
  const seconds = Math.max(0, Math.round((end - Date.parse(startedAt)) / 1000))
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
