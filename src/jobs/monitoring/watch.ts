import type { Database } from '../../db/client.ts'
import { trySessionLock } from '../../db/session-lock.ts'
import { type Stock, takeStock } from './take-stock.ts'

export interface MonitoringWatchOptions {
  readonly database: Pick<Database, 'pool' | 'url'>
  readonly now: () => Date
  /** A report younger than this is not made again, by whichever process. */
  readonly everyMs: number
  readonly onReport: (stock: Stock) => void
  readonly onError: (error: Error) => void
}

export interface MonitoringWatch {
  /** Looks once; never rejects. */
  check(): Promise<void>
  close(): Promise<void>
}

/** The advisory lock of whoever takes stock. */
const lockKey = 727_306

/** Measures drift and data quality again and again; over all processes once in `everyMs`. */
export function openMonitoringWatch(options: MonitoringWatchOptions): MonitoringWatch {
  const stop = new AbortController()
  let checking: Promise<void> | undefined
  const check = () => {
    checking ??= look(options, stop.signal).finally(() => {
      checking = undefined
    })
    return checking
  }
  const timer = setInterval(check, options.everyMs)
  timer.unref()
  return {
    check,
    async close() {
      clearInterval(timer)
      stop.abort()
      await checking
    },
  }
}

async function look(options: MonitoringWatchOptions, signal: AbortSignal): Promise<void> {
  const { database, now, everyMs, onReport } = options
  const onError = (error: unknown) => {
    if (!signal.aborted) options.onError(error instanceof Error ? error : new Error(String(error)))
  }
  const isDue = async () => {
    const { rows } = await database.pool.query<{ at: Date | null }>(
      'SELECT max(computed_at) AS at FROM monitoring_reports',
    )
    // A little early is soon enough: timers of several processes are not in step.
    const age = now().getTime() - (rows[0]?.at?.getTime() ?? Number.NEGATIVE_INFINITY)
    return age < 0 || age >= 0.9 * everyMs
  }
  try {
    if (!(await isDue())) return
    const lock = await trySessionLock({ url: database.url, key: lockKey, onLost: onError })
    if (!lock) return
    try {
      if (await isDue()) onReport(await takeStock({ database, now, signal }))
    } finally {
      await lock.release()
    }
  } catch (error) {
    onError(error)
  }
}
