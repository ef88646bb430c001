import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import type { Experiments } from '../experiments/experiments.ts'
import { openExperimentWatch } from '../jobs/experiment-watch.ts'
import type { Closers } from './closers.ts'

export interface WatchedExperiments {
  readonly database: Database
  readonly experiments: Experiments
  readonly config: Pick<Config, 'experimentCheckSeconds'>
  readonly logger: Logger
  readonly now: () => Date
}

/** Ends experiments that do harm, or whose time has come. */
export function watchExperiments(
  { database, experiments, config, logger, now }: WatchedExperiments,
  closers: Closers,
): void {
  if (config.experimentCheckSeconds === 0) return
  const watch = openExperimentWatch(
    {
      database,
      experiments,
      now,
      onStopped: (key, reason) => logger.info({ experiment: key, reason }, 'an experiment was stopped'),
      onError: (error) => logger.warn({ err: error }, 'looking after the experiments failed'),
    },
    config.experimentCheckSeconds * 1000,
  )
  closers.defer('experiment watch', () => watch.close())
}
