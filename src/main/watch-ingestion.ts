import { isDatabaseAway } from '../db/database-away.ts'
import type { InteractionStore } from '../interactions/interaction-store.ts'
import type { Health } from '../monitoring/health.ts'
import type { Metrics } from '../monitoring/metrics.ts'

export interface IngestionWatch {
  readonly health: Pick<Health, 'register'>
  readonly metrics: Pick<Metrics, 'gauge'>
  /** monotonic */
  readonly clockMs: () => number
}

/** A refusal is forgotten after so long: where nothing comes in, nobody knows. */
const rememberMs = 60_000

/**
 * Notes whether what comes in can be kept. PostgreSQL may answer every question and take no row, with its disk full; then its own check is
 * well, and this one is not.
 */
export function watchIngestion<Store extends Pick<InteractionStore, 'ingest'>>(
  store: Store,
  { health, metrics, clockMs }: IngestionWatch,
): Store {
  let refused: { atMs: number; why: string } | null = null
  const latest = () => (refused && clockMs() - refused.atMs < rememberMs ? refused : null)
  health.register('ingestion', false, () => {
    const fault = latest()
    return fault ? { ok: false, detail: `interactions can't be kept: ${fault.why}` } : { ok: true }
  })
  metrics.gauge('maitre_ingestion_up', '1: what comes in can be kept', () => (latest() ? 0 : 1))
  return {
    ...store,
    async ingest(rows) {
      try {
        const result = await store.ingest(rows)
        refused = null
        return result
      } catch (error) {
        if (isDatabaseAway(error)) refused = { atMs: clockMs(), why: whyOf(error) }
        throw error
      }
    },
  }
}

/** PostgreSQL's words for a disk, a connection or a time-out name no row. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for a reason that PostgreSQL did not tell'
  return 'code' in error ? `${error.message} (${error.code})` : error.message
}
