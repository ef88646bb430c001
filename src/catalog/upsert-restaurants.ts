import { eachIdOnce } from '../db/each-id-once.ts'
import type { Queryable } from '../db/queryable.ts'
import { settlePending } from '../db/settle-pending.ts'
import { plausible } from './implausible.ts'
import { restaurantColumns } from './restaurant-row.ts'
import type { RestaurantInput } from './schema.ts'

export type IdentifiedRestaurant = RestaurantInput & { readonly id: string }

export interface UpsertCounts {
  inserted: number
  updated: number
  unchanged: number
}

/**
 * Writes what differs from what is stored and leaves equal rows alone, their `updatedAt` too; rows of the same id apply one after
 * the other. Pending interactions of new restaurants move over. An absent `listedAt` keeps the stored one. A location of exactly (0, 0) is
 * nobody's address, and stored as unknown.
 * @param client inside a transaction of the caller's
 * @param onWritten told of each id that was inserted or updated
 */
export async function upsertRestaurants(
  client: Queryable,
  rows: readonly IdentifiedRestaurant[],
  onWritten: (id: string) => void = () => {},
): Promise<UpsertCounts> {
  const counts = { inserted: 0, updated: 0, unchanged: 0 }
  for (const round of eachIdOnce(rows)) {
    const json = JSON.stringify(round.map(({ location, ...row }) => flatten(row, location)))
    const { rows: changed } = await client.query<{ id: string }>(differing, [json])
    counts.unchanged += round.length - changed.length
    if (changed.length === 0) continue
    const ids = changed.map(({ id }) => id)
    const { rows: written } = await client.query<{ id: string; inserted: boolean }>(write, [json, ids])
    const inserted = written.filter((row) => row.inserted).map((row) => row.id)
    for (const { id } of written) onWritten(id)
    counts.inserted += inserted.length
    counts.updated += written.length - inserted.length
    // Someone else wrote the very same in between.
    counts.unchanged += changed.length - written.length
    await settlePending(client, inserted)
  }
  return counts
}

function flatten(row: Omit<IdentifiedRestaurant, 'location'>, location: RestaurantInput['location']) {
  const place = plausible(location)
  return { ...row, latitude: place?.lat ?? null, longitude: place?.lon ?? null }
}

const keys = restaurantColumns.map(([key]) => `"${key}"`)
const columns = restaurantColumns.map(([, column]) => column)
const given = `json_to_recordset($1::json) AS r(id text, ${restaurantColumns
  .map(([key, , type]) => `"${key}" ${type}`)
  .join(', ')}, "listedAt" timestamptz(3))`

const differing = `
  SELECT r.id FROM ${given} LEFT JOIN restaurants t ON t.id = r.id
  WHERE t.id IS NULL
    OR (${columns.map((column) => `t.${column}`)}) IS DISTINCT FROM (${keys.map((key) => `r.${key}`)})
    OR r."listedAt" <> t.listed_at`

// In order of id, so that two calls that share rows wait for each other instead of deadlocking.
const write = `
  INSERT INTO restaurants (id, ${columns}, listed_at)
  SELECT r.id, ${keys.map((key) => `r.${key}`)}, coalesce(r."listedAt", t.listed_at, now())
  FROM ${given} LEFT JOIN restaurants t ON t.id = r.id
  WHERE r.id = ANY($2) ORDER BY r.id
  ON CONFLICT (id) DO UPDATE SET
    ${columns.map((column) => `${column} = excluded.${column}`)},
    listed_at = excluded.listed_at, updated_at = now()
  WHERE (${columns.map((column) => `restaurants.${column}`)}, restaurants.listed_at)
    IS DISTINCT FROM (${columns.map((column) => `excluded.${column}`)}, excluded.listed_at)
  RETURNING id, xmax = 0 AS inserted`
