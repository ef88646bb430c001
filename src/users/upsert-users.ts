import { eachIdOnce } from '../db/each-id-once.ts'
import type { Queryable } from '../db/queryable.ts'
import type { UserInput } from './schema.ts'

export type IdentifiedUser = UserInput & { readonly id: string }

export interface UpsertCounts {
  inserted: number
  updated: number
  unchanged: number
  /** Ids that were left out, since their users were erased. */
  erased: string[]
}

/**
 * Writes what differs from what is stored and leaves equal rows alone, their `updatedAt` too; rows of the same id apply one after
 * the other.
 *
 * A user who was erased stays out of whatever brings many rows, such as the same file once more; `readmit` is for a caller who
 * asks for this very user.
 * @param client inside a transaction of the caller's
 * @param onWritten told of each id that was inserted or updated
 */
export async function upsertUsers(
  client: Queryable,
  rows: readonly IdentifiedUser[],
  onWritten: (id: string) => void = () => {},
  erasedUsers: 'keep-out' | 'readmit' = 'keep-out',
): Promise<UpsertCounts> {
  const counts: UpsertCounts = { inserted: 0, updated: 0, unchanged: 0, erased: [] }
  for (const round of eachIdOnce(rows)) {
    const json = JSON.stringify(round)
    const { rows: changed } = await client.query<{ id: string }>(differing, [json])
    counts.unchanged += round.length - changed.length
    if (changed.length === 0) continue
    const ids = changed.map(({ id }) => id)
    const { rows: written } = await client.query<{ id: string; inserted: boolean }>(write, [json, ids])
    const inserted = written.filter((row) => row.inserted).map(({ id }) => id)
    const erased = erasedUsers === 'readmit' ? await readmit(client, inserted) : await expel(client, inserted)
    for (const { id } of written) if (!erased.has(id)) onWritten(id)
    counts.inserted += inserted.length - erased.size
    counts.updated += written.length - inserted.length
    counts.erased.push(...erased)
    // Someone else wrote the very same in between.
    counts.unchanged += changed.length - written.length
  }
  return counts
}

/**
 * Takes erased users out again. After the writing, not before: from here on no erasure can come between, as it would have to wait
 * for our rows.
 */
async function expel(client: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM unnest($1::text[]) AS g(id) WHERE is_erased(id)',
    [ids],
  )
  const erased = rows.map(({ id }) => id)
  // An empty DELETE would tell every listener that users changed.
  if (erased.length > 0) await client.query('DELETE FROM users WHERE id = ANY($1)', [erased])
  return new Set(erased)
}

async function readmit(client: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length > 0) await client.query(lift, [ids])
  return new Set()
}

const lift = `
  UPDATE erasures SET lifted_at = clock_timestamp()
  WHERE lifted_at IS NULL AND user_hash = ANY (SELECT user_hash(id) FROM unnest($1::text[]) AS g(id))`

const given = `json_to_recordset($1::json) AS r(id text, locations jsonb, cuisines text[], "maxPriceLevel" smallint,
  "personalisationOptOut" boolean)`
const fields = (row: string) =>
  `${row}.locations, ${row}.cuisines, ${row}.max_price_level, ${row}.personalisation_opt_out`
const givenFields = 'r.locations, r.cuisines, r."maxPriceLevel", r."personalisationOptOut"'

const differing = `
  SELECT r.id FROM ${given} LEFT JOIN users t ON t.id = r.id
  WHERE t.id IS NULL OR (${fields('t')}) IS DISTINCT FROM (${givenFields})`

// In order of id, so that two calls that share rows wait for each other instead of deadlocking.
const write = `
  INSERT INTO users (id, locations, cuisines, max_price_level, personalisation_opt_out)
  SELECT r.id, ${givenFields} FROM ${given} WHERE r.id = ANY($2) ORDER BY r.id
  ON CONFLICT (id) DO UPDATE SET locations = excluded.locations, cuisines = excluded.cuisines,
    max_price_level = excluded.max_price_level, personalisation_opt_out = excluded.personalisation_opt_out,
    updated_at = now()
  WHERE (${fields('users')}) IS DISTINCT FROM (${fields('excluded')})
  RETURNING id, xmax = 0 AS inserted`
