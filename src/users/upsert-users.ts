import { eachIdOnce } from '../db/each-id-once.ts'
import type { Queryable } from '../db/queryable.ts'
import type { UserInput } from './schema.ts'

export type IdentifiedUser = UserInput & { readonly id: string }

export interface UpsertCounts {
  inserted: number
  updated: number
  unchanged: number
}

/**
 * Writes what differs from what is stored and leaves equal rows alone, their `updatedAt` too; rows of the same id apply one after
 * the other.
 * @param client inside a transaction of the caller's
 * @param onWritten told of each id that was inserted or updated
 */
export async function upsertUsers(
  client: Queryable,
  rows: readonly IdentifiedUser[],
  onWritten: (id: string) => void = () => {},
): Promise<UpsertCounts> {
  const counts = { inserted: 0, updated: 0, unchanged: 0 }
  for (const round of eachIdOnce(rows)) {
    const json = JSON.stringify(round)
    const { rows: changed } = await client.query<{ id: string }>(differing, [json])
    counts.unchanged += round.length - changed.length
    if (changed.length === 0) continue
    const ids = changed.map(({ id }) => id)
    const { rows: written } = await client.query<{ id: string; inserted: boolean }>(write, [json, ids])
    const inserted = written.filter((row) => row.inserted).length
    for (const { id } of written) onWritten(id)
    counts.inserted += inserted
    counts.updated += written.length - inserted
    // Someone else wrote the very same in between.
    counts.unchanged += changed.length - written.length
  }
  return counts
}

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
