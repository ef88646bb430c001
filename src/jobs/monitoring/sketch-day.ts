import type pg from 'pg'
import { z } from 'zod'
import { addDays, startOf } from '../../analysis/drift/days.ts'
import { localHour } from '../../analysis/drift/local-hour.ts'
import {
  type Arrivals,
  createSketch,
  type DaySketch,
  type SketchBuilder,
} from '../../analysis/drift/sketch.ts'
import { distanceKm } from '../../catalog/distance.ts'
import { locationSchema } from '../../schema/primitives.ts'
import type { Volume } from './sketch-store.ts'

/** Rows a day that are looked at closely, about; of more, a sample by a hash of the id. */
const mostOrders = 20_000
const mostLists = 4000
/** Rows a statement: little enough that nobody notices. */
const ordersPage = 500
const listsPage = 100
/** Orders count so long after their list. */
export const attributionHours = 24

const orderSchema = z.object({
  id: z.string(),
  at: z.date(),
  amount: z.number().nullable(),
  ahead: z.boolean(),
  price_level: z.number().nullable(),
  time_zone: z.string(),
  cuisines: z.array(z.string()),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  locations: z.array(locationSchema.partial().loose()).catch([]),
  history: z.int(),
  doubled: z.boolean(),
})

const listSchema = z.object({
  id: z.string(),
  at: z.date(),
  known: z.boolean(),
  time_zone: z.string().nullable(),
  places: z.array(
    z.object({
      probability: z.number(),
      distanceKm: z.number().nullish(),
      priceLevel: z.number().nullish(),
      sources: z.array(z.string()).default([]),
      isOrdered: z.boolean(),
    }),
  ),
})

/**
 * Counts what a day brought, page by page.
 * @param volume rows that the day has
 */
export async function sketchDay(
  pool: Pick<pg.Pool, 'query'>,
  day: string,
  volume: Volume,
  signal?: AbortSignal,
): Promise<DaySketch> {
  const sketch = createSketch(day)
  const span = { from: new Date(startOf(day)), to: new Date(startOf(addDays(day, 1))) }
  if (volume.order > 0) await readOrders(pool, sketch, span, oneIn(volume.order, mostOrders), signal)
  if (volume.list > 0) await readLists(pool, sketch, span, oneIn(volume.list, mostLists), signal)
  return sketch.build(volume, await arrivalsOf(pool, span))
}

/** A user who was made by an interaction was made in its transaction: at the moment at which it was received. */
const arrivalsOfDay = `
  SELECT count(*)::int AS received, (count(*) FILTER (WHERE is_pending))::int AS pending,
         (count(*) FILTER (WHERE u.created_at >= a.received_at))::int AS strangers
    FROM (SELECT user_id, received_at, false AS is_pending FROM interactions WHERE received_at >= $1 AND received_at < $2
          UNION ALL
          SELECT user_id, received_at, true FROM pending_interactions WHERE received_at >= $1 AND received_at < $2) a
    JOIN users u ON u.id = a.user_id`

async function arrivalsOf(pool: Pick<pg.Pool, 'query'>, { from, to }: DaySpan): Promise<Arrivals> {
  const { rows } = await pool.query<Arrivals>(arrivalsOfDay, [from, to])
  return rows[0] ?? { received: 0, pending: 0, strangers: 0 }
}

const oneIn = (rows: number, most: number) => Math.max(1, Math.ceil(rows / most))

interface DaySpan {
  readonly from: Date
  readonly to: Date
}

/** Goes through the rows of a day in pages by (at, id). */
async function eachPage<Row extends { readonly id: string; readonly at: Date }>(
  read: (after: readonly [Date, string]) => Promise<readonly Row[]>,
  { from }: DaySpan,
  page: number,
  visit: (row: Row) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  let after: readonly [Date, string] = [from, '']
  for (;;) {
    signal?.throwIfAborted()
    const rows = await read(after)
    rows.forEach(visit)
    const last = rows.at(-1)
    if (rows.length < page || !last) return
    after = [last.at, last.id]
  }
}

async function readOrders(
  pool: Pick<pg.Pool, 'query'>,
  sketch: SketchBuilder,
  span: DaySpan,
  every: number,
  signal?: AbortSignal,
): Promise<void> {
  const read = async (after: readonly [Date, string]) => {
    const { rows } = await pool.query(ordersOfDay, [span.from, span.to, ...after, every])
    return z.array(orderSchema).parse(rows)
  }
  await eachPage(
    read,
    span,
    ordersPage,
    (row) =>
      sketch.addOrder({
        hour: localHour(row.at.getTime(), row.time_zone),
        amount: row.amount,
        priceLevel: row.price_level,
        distanceKm: nearestKm(row),
        cuisines: row.cuisines,
        history: row.history,
        isAhead: row.ahead,
        isDoubled: row.doubled,
      }),
    signal,
  )
}

/** From wherever the user has a place; null: not known. */
function nearestKm({ latitude, longitude, locations }: z.infer<typeof orderSchema>): number | null {
  if (latitude === null || longitude === null) return null
  let nearest: number | null = null
  for (const { lat, lon } of locations) {
    if (lat === undefined || lon === undefined) continue
    const km = distanceKm(lat, lon, latitude, longitude)
    if (nearest === null || km < nearest) nearest = km
  }
  return nearest
}

const ordersOfDay = `
  SELECT i.id, i.at, i.amount, i.at > i.received_at + interval '5 minutes' AS ahead,
         r.price_level, r.time_zone, r.cuisines, r.latitude, r.longitude, u.locations,
         (SELECT count(*)::int FROM (
            SELECT FROM interactions h WHERE h.user_id = i.user_id AND h.type = 'order' AND h.at < i.at
               AND h.at >= i.at - interval '28 days' LIMIT 25) before) AS history,
         EXISTS (SELECT FROM interactions d WHERE d.user_id = i.user_id AND d.type = 'order' AND d.restaurant_id = i.restaurant_id
                    AND d.at >= i.at - interval '2 minutes' AND d.at <= i.at AND (d.at, d.id) < (i.at, i.id)) AS doubled
    FROM interactions i JOIN restaurants r ON r.id = i.restaurant_id JOIN users u ON u.id = i.user_id
   WHERE i.type = 'order' AND i.at >= $1 AND i.at < $2 AND (i.at, i.id) > ($3, $4) AND abs(hashtext(i.id)::bigint) % $5 = 0
   ORDER BY i.at, i.id LIMIT ${ordersPage}`

async function readLists(
  pool: Pick<pg.Pool, 'query'>,
  sketch: SketchBuilder,
  span: DaySpan,
  every: number,
  signal?: AbortSignal,
): Promise<void> {
  const read = async (after: readonly [Date, string]) => {
    const { rows } = await pool.query(listsOfDay, [span.from, span.to, ...after, every])
    return z.array(listSchema).parse(rows)
  }
  await eachPage(
    read,
    span,
    listsPage,
    ({ at, known, time_zone, places }) =>
      sketch.addList({
        hour: localHour(at.getTime(), time_zone ?? 'UTC'),
        isUserKnown: known,
        places: places.map(({ probability, distanceKm = null, priceLevel = null, sources, isOrdered }) => ({
          probability,
          distanceKm,
          priceLevel,
          sources,
          isOrdered,
        })),
      }),
    signal,
  )
}

const listsOfDay = `
  SELECT l.id, l.at, EXISTS (SELECT FROM users u WHERE u.id = l.user_id) AS known,
         (SELECT r.time_zone FROM restaurants r WHERE r.id = l.items -> 0 ->> 'restaurantId') AS time_zone,
         (SELECT coalesce(jsonb_agg(jsonb_build_object(
              'probability', item -> 'probability', 'distanceKm', item -> 'distanceKm', 'sources', item -> 'sources',
              'priceLevel', r.price_level, 'isOrdered', o.restaurant_id IS NOT NULL)), '[]')
            FROM jsonb_array_elements(l.items) item
            LEFT JOIN restaurants r ON r.id = item ->> 'restaurantId'
            LEFT JOIN LATERAL (
              SELECT i.restaurant_id FROM interactions i
               WHERE i.user_id = l.user_id AND i.type = 'order' AND i.recommendation_id = l.id
                 AND i.restaurant_id = item ->> 'restaurantId' AND i.at >= l.at
                 AND i.at < l.at + interval '${attributionHours} hours' LIMIT 1) o ON true) AS places
    FROM recommendations l
   WHERE l.at >= $1 AND l.at < $2 AND (l.at, l.id) > ($3, $4) AND abs(hashtext(l.id)::bigint) % $5 = 0
   ORDER BY l.at, l.id LIMIT ${listsPage}`
