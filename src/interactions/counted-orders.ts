import type pg from 'pg'
import type { Queryable } from '../db/queryable.ts'
import { readSettled, settledMarginMs } from '../db/settled.ts'
import { inTransaction } from '../db/transaction.ts'

/** One restaurant's counts as somebody encoded them; hours of the day are those of `timeZone`. */
export interface KeptCounts {
  readonly restaurantId: string
  readonly timeZone: string
  readonly bytes: Uint8Array
}

/** An order as counting needs it. */
export interface CountedOrder {
  readonly restaurantId: string
  /** of the restaurant, now */
  readonly timeZone: string
  readonly atMs: number
  /** null: unknown */
  readonly amount: number | null
}

/** Everything that PostgreSQL knows of counts, as of one moment. */
export interface CountsReading {
  /** null: nothing usable is kept */
  readonly keptUntilMs: number | null
  /** What came in before this moment is all there, epoch ms. */
  readonly untilMs: number
  /** Rows of `order_recounts` that were seen; whoever keeps new counts takes them away. */
  readonly recounts: readonly string[]
  /** Restaurants whose kept counts are out of date; all of their orders are among `orders`. */
  readonly stale: ReadonlySet<string>
  /** Kept counts that are not stale, a page at a time; of these restaurants alone, where some are named. */
  kept(restaurantIds?: readonly string[]): AsyncGenerator<readonly KeptCounts[]>
  /** All received before `untilMs` that no kept count holds, a page at a time. */
  orders(): AsyncGenerator<readonly CountedOrder[]>
}

/** Read, or counted, in one turn of the event loop; a few milliseconds. */
export const countsAPage = 2000
const ordersAPage = 2000

/**
 * Hands `work` what is kept and what came in since, all as of one moment.
 * @param form of the bytes; what was kept in another is of no use
 */
export async function readCounted<T>(
  pool: pg.Pool,
  form: number,
  work: (reading: CountsReading) => Promise<T>,
  marginMs = settledMarginMs,
): Promise<T> {
  const settledMs = (await readSettled(pool)) - marginMs
  return inTransaction(pool, async (client) => {
    await client.query(
      'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL cursor_tuple_fraction = 1',
    )
    return await work(await openReading(client, form, settledMs))
  })
}

async function openReading(client: Queryable, form: number, settledMs: number): Promise<CountsReading> {
  const { rows: states } = await client.query<{ form: number; ms: number }>(readState)
  const { rows: marks } = await client.query<{ id: string; restaurantId: string }>(
    'SELECT id, restaurant_id AS "restaurantId" FROM order_recounts',
  )
  const isUsable = states[0]?.form === form && !marks.some(({ restaurantId }) => restaurantId === '')
  const keptUntilMs = isUsable ? states[0]!.ms : null
  const stale = new Set<string>()
  if (isUsable) {
    for (const { restaurantId } of marks) stale.add(restaurantId)
    const { rows: moved } = await client.query<{ id: string }>(movedZone)
    for (const { id } of moved) stale.add(id)
  }
  const untilMs = Math.max(settledMs, keptUntilMs ?? Number.NEGATIVE_INFINITY)
  return {
    keptUntilMs,
    untilMs,
    recounts: marks.map(({ id }) => id),
    stale,
    async *kept(restaurantIds) {
      if (keptUntilMs === null) return
      for await (const page of keptPages(client, restaurantIds ?? null)) {
        yield page.filter(({ restaurantId }) => !stale.has(restaurantId))
      }
    },
    async *orders() {
      if (stale.size > 0) yield* orderPages(client, ordersOfStale, [keptUntilMs, [...stale]])
      yield* orderPages(client, orders, [keptUntilMs, untilMs])
    },
  }
}

/** In order of id, by keys rather than by a cursor: pages of one row, so that nothing but bytes is parsed. */
async function* keptPages(client: Queryable, ids: readonly string[] | null) {
  const page = ids === null ? pageOfAll : pageOfSome
  let after = ''
  for (let n = 0; ids === null || n < ids.length; n += countsAPage) {
    const given = ids === null ? [after, countsAPage] : [ids.slice(n, n + countsAPage)]
    const { rows } = await client.query<KeptPage>(page, given)
    const { ids: names, zones, bytes } = rows[0]!
    if (names === null || zones === null || bytes === null) {
      if (ids === null) return
      continue
    }
    const width = bytes.length / names.length
    yield names.map((restaurantId, at) => {
      return { restaurantId, timeZone: zones[at]!, bytes: bytes.subarray(at * width, (at + 1) * width) }
    })
    after = names.at(-1)!
    if (ids === null && names.length < countsAPage) return
  }
}

interface KeptPage {
  ids: string[] | null
  zones: string[] | null
  bytes: Buffer | null
}

async function* orderPages(client: Queryable, select: string, given: readonly unknown[]) {
  await client.query(`DECLARE counted NO SCROLL CURSOR FOR ${select}`, [...given])
  for (;;) {
    const { rows } = await client.query<CountedOrder>(`FETCH ${ordersAPage} FROM counted`)
    if (rows.length > 0) yield rows
    if (rows.length < ordersAPage) break
  }
  await client.query('CLOSE counted')
}

const readState = `
  SELECT form, (extract(epoch FROM counted_until) * 1000)::float8 AS ms FROM order_count_state`

// Hours of the day were counted on the clock of another zone.
const movedZone = `
  SELECT r.id FROM restaurants r JOIN order_counts c ON c.restaurant_id = r.id AND c.time_zone <> r.time_zone`

const aggregates = `
  json_agg(restaurant_id ORDER BY restaurant_id) AS ids,
  json_agg(time_zone ORDER BY restaurant_id) AS zones,
  string_agg(counts, NULL ORDER BY restaurant_id) AS bytes`
const pageOfSome = `SELECT ${aggregates} FROM order_counts WHERE restaurant_id = ANY($1)`
const pageOfAll = `SELECT ${aggregates} FROM (
    SELECT * FROM order_counts WHERE restaurant_id > $1 ORDER BY restaurant_id LIMIT $2
  ) page`

const columns = `i.restaurant_id AS "restaurantId", r.time_zone AS "timeZone",
  (extract(epoch FROM i.at) * 1000)::float8 AS "atMs", i.amount`
const orders = `
  SELECT ${columns} FROM interactions i JOIN restaurants r ON r.id = i.restaurant_id
   WHERE i.type = 'order' AND i.received_at < to_timestamp($2::float8 / 1000)
     AND ($1::float8 IS NULL OR i.received_at >= to_timestamp($1 / 1000))`
const ordersOfStale = `
  SELECT ${columns} FROM interactions i JOIN restaurants r ON r.id = i.restaurant_id
   WHERE i.type = 'order' AND i.received_at < to_timestamp($1::float8 / 1000) AND i.restaurant_id = ANY($2::text[])`

/** New counts of some restaurants, of what was received before `untilMs`. */
export interface CountsToKeep {
  readonly form: number
  readonly reading: Pick<CountsReading, 'keptUntilMs' | 'untilMs' | 'recounts' | 'stale'>
  /** a page at a time, each worked out when it is its turn */
  readonly counts: Iterable<readonly KeptCounts[]>
}

/** So that whoever empties the table of interactions tells those who count for the first time. */
export async function announceCounting(pool: pg.Pool): Promise<void> {
  await pool.query(
    'INSERT INTO order_count_state (form, counted_until) VALUES (0, to_timestamp(0)) ON CONFLICT DO NOTHING',
  )
}

/** @returns false: somebody else kept newer counts meanwhile, and these are not needed */
export async function keepCounts(pool: pg.Pool, { form, reading, counts }: CountsToKeep): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0')
    const { rowCount } = await client.query(moveOn, [form, reading.untilMs, reading.keptUntilMs])
    if (!rowCount) return false
    // Those that have orders still are written again.
    if (reading.keptUntilMs === null) await client.query('DELETE FROM order_counts')
    else await client.query('DELETE FROM order_counts WHERE restaurant_id = ANY($1)', [[...reading.stale]])
    for (const page of counts) {
      await client.query(keep, [
        page.map(({ restaurantId }) => restaurantId),
        page.map(({ timeZone }) => timeZone),
        page.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      ])
    }
    await client.query('DELETE FROM order_recounts WHERE id = ANY($1)', [reading.recounts])
    return true
  })
}

// What was kept in a form that is of no use is written over by whoever finds it first.
const moveOn = `
  UPDATE order_count_state SET form = $1, counted_until = to_timestamp($2::float8 / 1000)
   WHERE ($3::float8 IS NULL AND form <> $1) OR (form = $1 AND counted_until = to_timestamp($3 / 1000)::timestamptz(3))
      OR ($3::float8 IS NULL AND EXISTS (SELECT FROM order_recounts WHERE restaurant_id = ''))`

// A restaurant may have gone meanwhile, and its orders with it.
const keep = `
  INSERT INTO order_counts (restaurant_id, time_zone, counts)
  SELECT given.* FROM unnest($1::text[], $2::text[], $3::bytea[]) AS given(id, zone, counts)
    JOIN restaurants r ON r.id = given.id
  ON CONFLICT (restaurant_id) DO UPDATE SET time_zone = excluded.time_zone, counts = excluded.counts`
