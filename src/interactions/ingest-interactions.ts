import type { Queryable } from '../db/queryable.ts'
import type { Interaction } from './schema.ts'

export interface IngestResult {
  /** Kept now; those that wait for their restaurant are in it, since the caller need not send them again. */
  accepted: number
  /** Already kept before, or repeated among the given rows; the first one stands. */
  duplicates: number
  /** Of the accepted: wait for their restaurant. */
  pending: number
  /** Ids of the duplicates, as often as they came. */
  duplicateIds: string[]
  /** Restaurants that the pending ones wait for. */
  awaitedRestaurantIds: string[]
  /** Ids of those that were refused because their user was erased. */
  erasedIds: string[]
}

const rowsAStatement = 5000

/**
 * Keeps what is new, by id: for a known restaurant among the interactions, else among the pending ones. An unknown user is made
 * bare, as an app may send what happened before it sends the profile; one who was erased is not.
 *
 * The caller calls `settlePending` for `awaitedRestaurantIds` once this is committed.
 */
export async function ingestInteractions(
  client: Queryable,
  rows: readonly Interaction[],
): Promise<IngestResult> {
  const total: IngestResult = {
    accepted: 0,
    duplicates: 0,
    pending: 0,
    duplicateIds: [],
    awaitedRestaurantIds: [],
    erasedIds: [],
  }
  for (let start = 0; start < rows.length; start += rowsAStatement) {
    await ingestSome(client, rows.slice(start, start + rowsAStatement), total)
  }
  return total
}

async function ingestSome(client: Queryable, rows: readonly Interaction[], total: IngestResult) {
  const byId = new Map<string, Interaction>()
  for (const row of rows) {
    if (byId.has(row.id)) total.duplicateIds.push(row.id)
    else byId.set(row.id, row)
  }
  const { rows: told } = await client.query<{ id: string; outcome: 'stored' | 'pending' | 'erased' }>(
    keep,
    columns([...byId.values()]),
  )
  let erased = 0
  for (const { id, outcome } of told) {
    const row = byId.get(id)
    if (outcome === 'pending' && row) {
      total.pending++
      total.awaitedRestaurantIds.push(row.restaurantId)
    }
    if (outcome === 'erased') {
      erased++
      total.erasedIds.push(id)
    }
    byId.delete(id)
  }
  total.duplicateIds.push(...byId.keys())
  total.accepted += told.length - erased
  total.duplicates += rows.length - told.length
}

function columns(rows: readonly Interaction[]): unknown[][] {
  return [
    rows.map((row) => row.id),
    rows.map((row) => row.type),
    rows.map((row) => row.userId),
    rows.map((row) => row.restaurantId),
    rows.map((row) => row.at),
    rows.map((row) => row.amount ?? null),
    rows.map((row) => row.rating ?? null),
    rows.map((row) => row.recommendationId ?? null),
    rows.map((row) => row.position ?? null),
  ]
}

const names = 'id, type, user_id, restaurant_id, at, amount, rating, recommendation_id, position'

// One statement, so that a single call costs one round trip. Foreign keys are checked at its end, when the users exist. In order
// of id, so that two calls that share rows wait for each other instead of deadlocking. A conflict with whatever key there is: that is
// `id`, and (user_id, id) where the table is spread over machines by user.
const keep = `
  WITH sent AS (
    SELECT * FROM unnest($1::text[], $2::"InteractionType"[], $3::text[], $4::text[], $5::timestamptz(3)[],
      $6::float8[], $7::float8[], $8::text[], $9::int[]) AS g(${names})
  ), strangers AS MATERIALIZED (
    SELECT DISTINCT user_id FROM sent WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = sent.user_id)
  ), erased AS MATERIALIZED (
    SELECT user_id FROM strangers
    JOIN erasures e ON e.user_hash = user_hash(user_id) AND e.lifted_at IS NULL
  ), given AS (
    SELECT * FROM sent WHERE user_id NOT IN (SELECT user_id FROM erased)
  ), users_made AS (
    INSERT INTO users (id, cuisines)
    SELECT user_id, '{}'::text[] FROM strangers WHERE user_id NOT IN (SELECT user_id FROM erased)
    ORDER BY 1 ON CONFLICT DO NOTHING
  ), stored AS (
    INSERT INTO interactions (${names})
    SELECT ${names} FROM given
    WHERE EXISTS (SELECT FROM restaurants r WHERE r.id = given.restaurant_id)
      AND NOT EXISTS (SELECT FROM pending_interactions p WHERE p.id = given.id)
    ORDER BY id ON CONFLICT DO NOTHING RETURNING id
  ), put_aside AS (
    INSERT INTO pending_interactions (${names})
    SELECT ${names} FROM given
    WHERE NOT EXISTS (SELECT FROM restaurants r WHERE r.id = given.restaurant_id)
      AND NOT EXISTS (SELECT FROM interactions i WHERE i.id = given.id)
    ORDER BY id ON CONFLICT DO NOTHING RETURNING id
  )
  SELECT id, 'stored' AS outcome FROM stored
  UNION ALL SELECT id, 'pending' FROM put_aside
  UNION ALL SELECT id, 'erased' FROM sent WHERE user_id IN (SELECT user_id FROM erased)`
