import type pg from 'pg'

export interface AuditEntry {
  /** `<role>:<key id>`, or `cli`, `system` */
  readonly actor: string
  /** `profile.publish`, `model.promote`, … */
  readonly action: string
  /** the key, version or id that it was done to */
  readonly subject: string
  readonly reason?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes who did what and why, on the connection of the change itself, so that neither is kept without the other. */
export async function writeAudit(
  client: Pick<pg.PoolClient, 'query'>,
  at: Date,
  entry: AuditEntry,
): Promise<void> {
  await client.query(
    'INSERT INTO audit (at, actor, action, subject, reason, detail) VALUES ($1, $2, $3, $4, $5, $6)',
    [at, entry.actor, entry.action, entry.subject, entry.reason ?? null, entry.detail ?? null],
  )
}
