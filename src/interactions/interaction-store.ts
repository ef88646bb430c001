import type pg from 'pg'
import type { Database } from '../db/client.ts'
import { retryRaces } from '../db/retry.ts'
import { settlePending } from '../db/settle-pending.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import { type IngestResult, ingestInteractions } from './ingest-interactions.ts'
import { type InteractionRow, interactionColumns, toStoredInteraction } from './interaction-row.ts'
import { type OrderPage, type OrderWatermark, ordersSince } from './orders-since.ts'
import type { Interaction, InteractionType, StoredInteraction } from './schema.ts'

export interface InteractionStore {
  /**
   * All in one transaction; idempotent by id. See `ingestInteractions`.
   * @throws Problem unavailable, or what PostgreSQL said, when nothing was kept
   */
  ingest(rows: readonly Interaction[]): Promise<IngestResult>
  /** The last `limit` of each user, oldest first (ties by id); users without any are absent. One indexed statement. */
  latestOf(userIds: readonly string[], limit: number): Promise<Map<string, StoredInteraction[]>>
  /** See `ordersSince`; `createOrderFeed` wraps it so that each order comes once. */
  ordersSince(watermark: OrderWatermark | null, limit: number): Promise<OrderPage>
  /** Everything as of one moment, ordered by (at, id), in batches; holds one connection until the loop ends. */
  batches(options?: BatchOptions): AsyncGenerator<StoredInteraction[], void, undefined>
  /** Kept interactions by type, without the pending ones. */
  counts(): Promise<Record<InteractionType, number>>
  pendingCount(): Promise<number>
}

export interface BatchOptions {
  /** default 5000 */
  batchSize?: number
  /** default: all */
  types?: readonly InteractionType[]
  /** Only those before this moment; default: all. */
  beforeMs?: number
  /** True: those that wait for their restaurant, instead of the others. */
  pending?: boolean
  /** Only those of these restaurants; default: all. */
  restaurantIds?: readonly string[]
}

export interface InteractionStoreDeps {
  readonly database: Pick<Database, 'pool'>
  /** True: `ingest` refuses at once instead of waiting for a database that is known to be away. */
  readonly isAway?: () => boolean
  /** What is not kept by then is refused, and nothing of it kept, ms; default: it may take what it takes. */
  readonly ingestWithinMs?: number
}

export function createInteractionStore(deps: InteractionStoreDeps): InteractionStore {
  const { database, isAway = () => false, ingestWithinMs } = deps
  const { pool } = database
  const within = ingestWithinMs === undefined ? {} : { withinMs: ingestWithinMs }
  return {
    async ingest(rows) {
      if (isAway()) throw new Problem('unavailable', { retryAfterSeconds: 1, detail: away })
      const work = (client: pg.PoolClient) => ingestInteractions(client, rows)
      const result = await retryRaces(() => inTransaction(pool, work, within))
      await retryRaces(() => settlePending(pool, result.awaitedRestaurantIds))
      return result
    },

    async latestOf(userIds, limit) {
      const { rows } = await pool.query<InteractionRow>(latest, [[...new Set(userIds)], limit])
      return groupByUser(rows)
    },

    ordersSince: (watermark, limit) => ordersSince(pool, watermark, limit),
    batches: (options) => readBatches(pool, options ?? {}),

    async counts() {
      const { rows } = await pool.query<{ type: InteractionType; count: number }>(
        'SELECT type, count(*)::int AS count FROM interactions GROUP BY type',
      )
      const counts = { impression: 0, click: 0, order: 0, rating: 0, dismiss: 0 }
      for (const { type, count } of rows) counts[type] = count
      return counts
    },

    async pendingCount() {
      const { rows } = await pool.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM pending_interactions',
      )
      return rows[0]?.count ?? 0
    },
  }
}

const away = 'The database cannot be reached at the moment.'

const latest = `
  SELECT ${interactionColumns} FROM unnest($1::text[]) AS asked(user_id)
  CROSS JOIN LATERAL (
    SELECT * FROM interactions WHERE user_id = asked.user_id ORDER BY at DESC, id LIMIT $2
  ) i`

function groupByUser(rows: readonly InteractionRow[]): Map<string, StoredInteraction[]> {
  const byUser = new Map<string, StoredInteraction[]>()
  for (const row of rows) {
    const list = byUser.get(row.userId)
    if (list) list.push(toStoredInteraction(row))
    else byUser.set(row.userId, [toStoredInteraction(row)])
  }
  for (const list of byUser.values()) list.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
  return byUser
}

async function* readBatches(pool: pg.Pool, options: BatchOptions) {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // Training and exports over millions of rows may take longer than a statement of the request path.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0')
    await client.query(
      `DECLARE everything NO SCROLL CURSOR FOR SELECT ${interactionColumns}
       FROM ${options.pending ? 'pending_interactions' : 'interactions'} i
       WHERE ($1::"InteractionType"[] IS NULL OR i.type = ANY($1)) AND ($2::float8 IS NULL OR i.at < to_timestamp($2 / 1000))
         AND ($3::text[] IS NULL OR i.restaurant_id = ANY($3))
       ORDER BY i.at, i.id`,
      [options.types ?? null, options.beforeMs ?? null, options.restaurantIds ?? null],
    )
    const fetch = `FETCH ${options.batchSize ?? 5000} FROM everything`
    for (;;) {
      const { rows } = await client.query<InteractionRow>(fetch)
      if (rows.length === 0) return
      yield rows.map(toStoredInteraction)
    }
  } finally {
    await client.query('ROLLBACK').catch((fault: Error) => {
      broken = fault
    })
    client.release(broken)
  }
}
