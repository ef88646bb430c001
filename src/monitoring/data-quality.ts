import type { Database } from '../db/client.ts'
import { type NumberedPage, numberedPage, positionOf } from '../db/numbered-page.ts'

export interface DataQualityReport {
  readonly pendingInteractions: {
    readonly count: number
    /** How many unknown restaurants they wait for, and the most awaited ones. */
    readonly restaurants: number
    readonly oldestReceivedAt: string | null
    readonly mostAwaited: readonly { readonly restaurantId: string; readonly count: number }[]
  }
  readonly quarantine: {
    readonly count: number
    readonly bySource: readonly { readonly source: string; readonly reason: string; readonly count: number }[]
  }
}

export interface QuarantinedRow {
  readonly id: string
  readonly source: string
  readonly file: string
  readonly line: number
  readonly raw: string
  readonly reason: string
  readonly at: string
}

export interface DataQuality {
  report(): Promise<DataQualityReport>
  /** Rows that imports could not use, newest first. @throws Problem invalid-cursor */
  quarantined(query: {
    limit: number
    cursor: string | null
    /** null: all */
    source: string | null
  }): Promise<NumberedPage<QuarantinedRow>>
}

const mostListed = 20

/** What waits and what was put aside: the two places where data can be lost from sight. */
export function createDataQuality({ database }: { database: Pick<Database, 'pool'> }): DataQuality {
  const { pool } = database
  return {
    async report() {
      const [totals, awaited, reasons] = await Promise.all([
        pool.query(
          `SELECT count(*)::int AS count, count(DISTINCT restaurant_id)::int AS restaurants, min(received_at) AS oldest
             FROM pending_interactions`,
        ),
        pool.query(
          `SELECT restaurant_id AS "restaurantId", count(*)::int AS count FROM pending_interactions
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $1`,
          [mostListed],
        ),
        pool.query<{ source: string; reason: string; count: number }>(
          `SELECT source, reason, count(*)::int AS count FROM quarantine GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
        ),
      ])
      const { count, restaurants, oldest } = totals.rows[0]
      return {
        pendingInteractions: {
          count,
          restaurants,
          oldestReceivedAt: oldest?.toISOString() ?? null,
          mostAwaited: awaited.rows,
        },
        quarantine: {
          count: reasons.rows.reduce((sum, row) => sum + row.count, 0),
          bySource: reasons.rows.slice(0, 1000),
        },
      }
    },

    async quarantined({ limit, cursor, source }) {
      const { rows } = await pool.query(
        `SELECT id::text, source, file, line, raw, reason, at FROM quarantine
          WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR source = $2) ORDER BY quarantine.id DESC LIMIT $3`,
        [positionOf(cursor), source, limit + 1],
      )
      return numberedPage(
        rows.map((row) => ({ ...row, at: row.at.toISOString() })),
        limit,
      )
    },
  }
}
