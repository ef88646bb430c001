import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/client.ts'
import type { BuildOptions } from '../../main.ts'
import { packageVersion } from '../package-version.ts'

export type OnStep = (step: string, done?: number, total?: number | null) => void

/** Any free port, no limit of requests, nothing trained meanwhile: what is measured is the service alone. */
const own = {
  port: 0,
  host: '127.0.0.1',
  rateLimitPerMinute: 0,
  logLevel: 'silent',
  retrainCheckMinutes: 0,
} as const

/** @param here true: the database of the environment; false: a city made for the purpose and thrown away */
export async function withPlace<T>(
  config: Config,
  here: boolean,
  work: (config: Config) => Promise<T>,
): Promise<T> {
  if (here) return await work({ ...config, ...own })
  const scratch = await mkdtemp(join(tmpdir(), 'maitre-bench-'))
  try {
    return await work({
      ...config,
      ...own,
      dataDir: scratch,
      databaseUrl: undefined,
      databaseReadUrl: undefined,
      seed: 'city',
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

export const silent = (onProgress: OnStep): BuildOptions => ({
  logger: pino({ level: 'silent' }),
  version: packageVersion,
  onProgress,
})

/** At most 500 users who ordered lately. @throws when nobody did: there would be nothing to measure */
export async function activeUsers({ pool }: Pick<Database, 'pool'>): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT DISTINCT user_id AS id FROM (
       SELECT user_id FROM interactions WHERE type = 'order' ORDER BY at DESC, id LIMIT 5000
     ) AS latest ORDER BY 1 LIMIT 500`,
  )
  if (rows.length === 0) throw new Error('There are no orders here to measure with; leave out --here.')
  return rows.map(({ id }) => id)
}
