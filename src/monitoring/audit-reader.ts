import type { Database } from '../db/client.ts'
import { type NumberedPage, numberedPage, positionOf } from '../db/numbered-page.ts'

export interface AuditRecord {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly reason: string | null
  readonly detail: unknown
}

export interface AuditQuery {
  readonly limit: number
  readonly cursor: string | null
  /** Only this action (`profile.publish`); null: all. */
  readonly action: string | null
  readonly subject: string | null
}

export interface AuditReader {
  /** Newest first. @throws Problem invalid-cursor */
  list(query: AuditQuery): Promise<NumberedPage<AuditRecord>>
}

export function createAuditReader({ database }: { database: Pick<Database, 'pool'> }): AuditReader {
  return {
    async list({ limit, cursor, action, subject }) {
      const { rows } = await database.pool.query(
        `SELECT id::text, at, actor, action, subject, reason, detail FROM audit
          WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR action = $2)
            AND ($3::text IS NULL OR subject = $3)
          ORDER BY audit.id DESC LIMIT $4`,
        [positionOf(cursor), action, subject, limit + 1],
      )
      return numberedPage(
        rows.map((row) => ({ ...row, at: row.at.toISOString() })),
        limit,
      )
    },
  }
}
