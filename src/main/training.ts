import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { openRetrainWatch } from '../jobs/retrain-watch.ts'
import { createTrainer, type Trainer } from '../jobs/trainer.ts'
import type { Closers } from './closers.ts'

/** Training beside serving: on demand, and by itself when the rules of the environment say so. */
export function openTraining(
  { database, config, logger, now }: { database: Database; config: Config; logger: Logger; now: () => Date },
  closers: Closers,
): Trainer {
  const trainer = createTrainer({
    database,
    now,
    onFailed: (id, error) => logger.error({ err: error, run: id }, 'a training run came to nothing'),
  })
  closers.defer('training', () => trainer.close())
  if (config.retrainCheckMinutes === 0) return trainer
  const watch = openRetrainWatch(
    {
      database,
      trainer,
      now,
      rules: {
        everyHours: config.retrainEveryHours,
        newOrdersShare: config.retrainNewOrdersShare,
        driftIndex: config.retrainDriftIndex,
      },
      stableAfterDays: config.stableAfterDays,
      onStarted: (trigger, reason) => logger.info({ trigger, reason }, 'training a new model'),
      onError: (error) => logger.warn({ err: error }, 'asking whether to train failed'),
    },
    config.retrainCheckMinutes * 60_000,
  )
  closers.defer('retraining', () => watch.close())
  return trainer
}
