import type { Database } from '../db/client.ts'
import { trySessionLock } from '../db/session-lock.ts'
import type { Experiment } from '../experiments/experiment-store.ts'
import type { Experiments } from '../experiments/experiments.ts'
import type { GuardrailState } from '../experiments/guardrails.ts'
import { Problem } from '../problem/problems.ts'

export interface ExperimentWatchOptions {
  readonly database: Pick<Database, 'url'>
  readonly experiments: Pick<Experiments, 'list' | 'guardrails' | 'stop'>
  readonly now: () => Date
  readonly onStopped: (key: string, reason: string) => void
  readonly onError: (error: Error) => void
}

export interface ExperimentWatch {
  /** Looks once; never rejects. */
  check(): Promise<void>
  close(): Promise<void>
}

/** The advisory lock of whoever looks. */
const lockKey = 727_305
/** One experiment a scope runs, so there are never more than profiles. */
const maxRunning = 500

/**
 * Looks again and again whether an experiment that runs has to end: its planned stop has come, or a guardrail is breached. However
 * often it looks, the guardrails of an experiment that does no harm end it in at most 5 of 100. Of several processes one looks at a
 * time.
 * @param everyMs between two looks
 */
export function openExperimentWatch(options: ExperimentWatchOptions, everyMs: number): ExperimentWatch {
  const watch = createExperimentWatch(options)
  let checking: Promise<void> | undefined
  const check = () => {
    checking ??= watch.check().finally(() => {
      checking = undefined
    })
    return checking
  }
  const timer = setInterval(check, everyMs)
  timer.unref()
  return {
    check,
    async close() {
      clearInterval(timer)
      await checking
    },
  }
}

export function createExperimentWatch(options: ExperimentWatchOptions): Pick<ExperimentWatch, 'check'> {
  const { database, experiments, now } = options
  const onError = (error: unknown) =>
    options.onError(error instanceof Error ? error : new Error(String(error)))

  const reasonToStop = async (experiment: Experiment) => {
    const { plannedStop, guardrails } = experiment.settings
    if (plannedStop !== undefined && Date.parse(plannedStop) <= now().getTime()) {
      return { because: 'schedule', reason: `the planned stop, ${plannedStop}, has come` } as const
    }
    if (guardrails.length === 0) return null
    const found = await experiments.guardrails(experiment)
    const breached = found.find(({ isBreached }) => isBreached)
    return breached ? ({ because: 'guardrail', reason: inWords(breached) } as const) : null
  }

  const look = async (experiment: Experiment) => {
    try {
      const found = await reasonToStop(experiment)
      if (!found) return
      await experiments.stop(experiment.key, { actor: 'system', ...found })
      options.onStopped(experiment.key, found.reason)
    } catch (error) {
      // Somebody stopped it between the question and the stop.
      if (error instanceof Problem && error.code === 'conflict') return
      onError(error)
    }
  }

  const running = async () =>
    (await experiments.list({ state: 'running', limit: maxRunning, cursor: null })).items

  return {
    async check() {
      try {
        if ((await running()).length === 0) return
        const lock = await trySessionLock({ url: database.url, key: lockKey, onLost: onError })
        if (!lock) return
        try {
          for (const experiment of await running()) await look(experiment)
        } finally {
          await lock.release()
        }
      } catch (error) {
        onError(error)
      }
    },
  }
}

function inWords({ metric, harm, smallestHarm, variant, provenHarm }: GuardrailState): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const proven = provenHarm === null ? '' : `; at least ${percent(provenHarm)} is proven`
  return `guardrail: ${metric} of ${variant} shows a ${harm} of more than ${percent(smallestHarm)}${proven}`
}
