import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Tracing } from '../monitoring/tracing.ts'
import type { Closers } from './closers.ts'

/** Traces where somebody asked for them; the code for it is not even loaded otherwise. */
export async function maybeTracing(
  { tracesEndpoint }: Pick<Config, 'tracesEndpoint'>,
  version: string,
  pool: pg.Pool,
  closers: Closers,
): Promise<Tracing | null> {
  if (tracesEndpoint === undefined) return null
  const { openTracing } = await import('../monitoring/tracing.ts')
  const tracing = await openTracing({ endpoint: tracesEndpoint, version, pool })
  closers.defer('tracing', () => tracing.close())
  return tracing
}
