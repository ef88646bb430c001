import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { applyRetention } from '../jobs/retention.ts'
import type { Metrics } from '../monitoring/metrics.ts'
import type { Closers } from './closers.ts'

export interface RetentionDeps {
  readonly database: Database
  readonly config: Pick<Config, 'retentionCheckMinutes' | 'retainDays'>
  readonly metrics: Pick<Metrics, 'countRetired'>
  readonly logger: Pick<Logger, 'info' | 'warn'>
}

/** Deletes, again and again, what is older than it is to be kept; of several processes one at a time. */
export function openRetention({ database, config, metrics, logger }: RetentionDeps, closers: Closers): void {
  if (config.retentionCheckMinutes === 0) return
  const stop = new AbortController()
  const apply = async () => {
    try {
      const deleted = await applyRetention({
        database,
        days: config.retainDays,
        onDeleted: metrics.countRetired,
        signal: stop.signal,
      })
      const some = Object.entries(deleted ?? {}).filter(([, rows]) => rows > 0)
      if (some.length > 0) logger.info({ deleted: Object.fromEntries(some) }, 'old rows are deleted')
    } catch (error) {
      logger.warn({ err: error }, 'deleting old rows failed; it is tried again')
    }
  }
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(apply)
  }, config.retentionCheckMinutes * 60_000)
  timer.unref()
  closers.defer('retention', async () => {
    clearInterval(timer)
    stop.abort()
    await running
  })
}
