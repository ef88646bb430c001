import type pg from 'pg'

/** How many rows went, by table. */
export interface Erasure {
  interactions: number
  pendingInteractions: number
  recommendations: number
  quarantinedRows: number
}

/**
 * Removes the user and every row that holds the user's id, and remembers a hash of the id, so that what arrives late is refused.
 *
 * The quarantine keeps rows as they were read, so there the id is looked for as a whole word in the text; with a short id that may
 * take a row of somebody else's, which another import of the same file brings back.
 * @param client inside a transaction of the caller's
 * @returns null: there is no such user
 */
export async function eraseUser(client: pg.ClientBase, id: string): Promise<Erasure | null> {
  // First the lock: what refers to the user waits from here on.
  const { rowCount } = await client.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [id])
  if (!rowCount) return null
  const remove = async (statement: string) => (await client.query(statement, [id])).rowCount ?? 0
  const erasure = {
    interactions: await remove('DELETE FROM interactions WHERE user_id = $1'),
    pendingInteractions: await remove('DELETE FROM pending_interactions WHERE user_id = $1'),
    recommendations: await remove('DELETE FROM recommendations WHERE user_id = $1'),
    quarantinedRows: await remove(quarantined),
  }
  await remove('DELETE FROM users WHERE id = $1')
  // The clock, not the transaction's start: a decision that was made while we waited for the lock is older than the erasure.
  await client.query(
    `INSERT INTO erasures (user_hash, erased_at) VALUES (user_hash($1), clock_timestamp())
     ON CONFLICT (user_hash) DO UPDATE SET erased_at = excluded.erased_at, lifted_at = NULL`,
    [id],
  )
  return erasure
}

const escapedId = String.raw`regexp_replace($1, '([^[:alnum:]_])', '\\\1', 'g')`
const quarantined = `
  DELETE FROM quarantine WHERE raw || ' ' || reason
    ~ ('(^|[^[:alnum:]_-])' || ${escapedId} || '($|[^[:alnum:]_-])')`
