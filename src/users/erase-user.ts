import type pg from 'pg'

/** How many rows went, by table. */
export interface Erasure {
  interactions: number
  pendingInteractions: number
  recommendations: number
  quarantinedRows: number
}

/**
 * Removes the user and every row that holds the user's id.
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
  return erasure
}

const escapedId = String.raw`regexp_replace($1, '([^[:alnum:]_])', '\\\1', 'g')`
const quarantined = `
  DELETE FROM quarantine WHERE raw || ' ' || reason
    ~ ('(^|[^[:alnum:]_-])' || ${escapedId} || '($|[^[:alnum:]_-])')`
