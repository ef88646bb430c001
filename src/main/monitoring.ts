import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { openMonitoringWatch } from '../jobs/monitoring/watch.ts'
import type { Closers } from './closers.ts'

export interface MonitoringDeps {
  readonly database: Database
  readonly config: Pick<Config, 'monitoringCheckMinutes'>
  readonly logger: Pick<Logger, 'info' | 'warn'>
  readonly now: () => Date
}

/** Soon after the start, so that nobody waits for a first report; when what the first minute needs is done. */
const firstLookMs = 20_000

/** Drift and data quality, measured from time to time. */
export function openMonitoring({ database, config, logger, now }: MonitoringDeps, closers: Closers): void {
  if (config.monitoringCheckMinutes === 0) return
  const watch = openMonitoringWatch({
    database,
    now,
    everyMs: config.monitoringCheckMinutes * 60_000,
    onReport: ({ drift, quality }) => {
      const raised = [...drift.raised, ...quality.raised]
      if (raised.length > 0) logger.warn({ day: drift.day, raised }, 'drift or data quality is out of bounds')
    },
    onError: (error) => logger.warn({ err: error }, 'measuring drift and data quality failed'),
  })
  const first = setTimeout(() => void watch.check(), firstLookMs)
  first.unref()
  closers.defer('monitoring', async () => {
    clearTimeout(first)
    await watch.close()
  })
}
