import type { Database } from '../db/client.ts'
import { type StartedTraining, startTraining, TrainingCancelled, type TrainModelOptions } from './train.ts'
import { createTrainingRuns, type TrainingRun, type TrainingRuns } from './training-runs.ts'

export type TrainRequest = { readonly actor: string } & Pick<
  TrainModelOptions,
  'trigger' | 'reason' | 'force' | 'seed' | 'searchSeconds' | 'stillWanted'
>

/** The training runs of a service: starts them beside everything else, one at a time, and ends with it. */
export interface Trainer {
  /** Resolves once the run has begun. @throws Problem training-under-way */
  start(request: TrainRequest): Promise<TrainingRun | null>
  /** @throws Problem training-run-not-found, conflict when it is over */
  cancel(id: string, actor: string): Promise<TrainingRun>
  readonly runs: Pick<TrainingRuns, 'list' | 'get' | 'latest'>
  /** Cancels what runs here, and waits for it. */
  close(): Promise<void>
}

export interface TrainerDeps {
  readonly database: Database
  readonly now: () => Date
  /** Told of a run that failed, which nobody waits for. */
  readonly onFailed: (id: string, error: Error) => void
}

export function createTrainer({ database, now, onFailed }: TrainerDeps): Trainer {
  const runs = createTrainingRuns({ database, now })
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()

  const follow = ({ id, finished }: StartedTraining) => {
    const ended = finished
      .catch((error: unknown) => {
        if (closing.signal.aborted || error instanceof TrainingCancelled) return
        onFailed(id, error instanceof Error ? error : new Error(String(error)))
      })
      .finally(() => running.delete(ended))
    running.add(ended)
  }

  return {
    async start(request) {
      const started = await startTraining({ database, now, signal: closing.signal, ...request })
      if (!started) return null
      follow(started)
      return await runs.get(started.id)
    },
    cancel: (id, actor) => runs.requestCancel(id, actor),
    runs,
    async close() {
      closing.abort(new Error('the service that ran it stopped'))
      await Promise.all(running)
    },
  }
}
