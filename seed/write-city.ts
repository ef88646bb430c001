import type { z } from 'zod'
import { restaurantInputSchema } from '../src/catalog/schema.ts'
import type { Database } from '../src/db/client.ts'
import { type Interaction, interactionSchema } from '../src/interactions/schema.ts'
import { fieldErrors } from '../src/problem/field-errors.ts'
import { idSchema } from '../src/schema/primitives.ts'
import { userInputSchema } from '../src/users/schema.ts'
import type { City } from './city.ts'
import type { CityOptions } from './options.ts'

/** What the writer needs of the stores of catalogue, users and interactions. */
export interface CityStores {
  readonly restaurants: { upsertMany(rows: City['restaurants']): Promise<unknown> }
  readonly users: { upsertMany(rows: City['users']): Promise<unknown> }
  readonly interactions: {
    ingest(rows: readonly Interaction[]): Promise<{ accepted: number; duplicates: number; pending: number }>
  }
}

export interface WrittenCity {
  readonly restaurants: number
  readonly users: number
  /** kept, those included that wait for a restaurant nobody knows */
  readonly interactions: number
  readonly duplicates: number
  readonly pending: number
  /** rows that fit no schema; they are listed in the quarantine */
  readonly rejected: number
}

type Pool = Pick<Database, 'pool'>

export const citySource = 'seed:city'
const chunkRows = 5000

const restaurantRowSchema = restaurantInputSchema.extend({ id: idSchema })
const userRowSchema = userInputSchema.extend({ id: idSchema })

/**
 * Puts a city into the database. A mark goes in first and is finished last, so that a start killed in between is seen by the next
 * one; writing the same city again repairs it and changes nothing that is there.
 * @param onProgress told rows written so far, and rows in all
 */
export async function writeCity(
  city: City,
  stores: CityStores,
  database: Pool,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<WrittenCity> {
  await markStarted(database, city.options)
  const total = city.restaurants.length + city.users.length + city.interactions.length
  let done = 0
  const advance = (rows: number) => {
    done += rows
    onProgress(done, total)
  }
  const restaurants = city.restaurants.map((row) => restaurantRowSchema.parse(row))
  await stores.restaurants.upsertMany(restaurants)
  advance(restaurants.length)
  await stores.users.upsertMany(city.users)
  advance(city.users.length)
  const counts = await ingestAll(city.interactions, stores, advance)
  const written: WrittenCity = {
    restaurants: restaurants.length,
    users: city.users.length,
    interactions: counts.accepted,
    duplicates: counts.duplicates,
    pending: counts.pending,
    rejected: await quarantineRejected(database, city),
  }
  await markFinished(database, city.options, written)
  return written
}

/** In chunks, two at a time, so that the database works on one while we prepare the next. */
async function ingestAll(
  rows: readonly Interaction[],
  { interactions }: CityStores,
  advance: (rows: number) => void,
) {
  const counts = { accepted: 0, duplicates: 0, pending: 0 }
  let next = 0
  const lane = async () => {
    while (next < rows.length) {
      const chunk = rows.slice(next, next + chunkRows)
      next += chunk.length
      const result = await interactions.ingest(chunk)
      counts.accepted += result.accepted
      counts.duplicates += result.duplicates
      counts.pending += result.pending
      advance(chunk.length)
    }
  }
  const stopOthers = (error: unknown) => {
    next = rows.length
    throw error
  }
  const lanes = [lane().catch(stopOthers), lane().catch(stopOthers)]
  // Nothing may still be writing when a failure is reported.
  await Promise.allSettled(lanes)
  await Promise.all(lanes)
  return counts
}

/** Options of a city whose writing began: finished or not; null: none ever began. */
export async function seedMark(database: Pool): Promise<{ finished: boolean; options: CityOptions } | null> {
  const { rows } = await database.pool.query<{ finished: boolean; options: CityOptions }>(
    `SELECT finished_at IS NOT NULL AS finished, summary -> 'options' AS options FROM imports WHERE id = $1`,
    [citySource],
  )
  return rows[0] ?? null
}

/** True when a whole city was written here once. */
export async function isSeeded(database: Pool): Promise<boolean> {
  return (await seedMark(database))?.finished === true
}

/** True for a database with nothing in it, and for one in which writing a city began but did not end. */
export async function needsSeed(database: Pool): Promise<boolean> {
  const mark = await seedMark(database)
  if (mark) return !mark.finished
  const { rows } = await database.pool.query<{ empty: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM restaurants) AND NOT EXISTS (SELECT FROM users)
       AND NOT EXISTS (SELECT FROM interactions) AND NOT EXISTS (SELECT FROM pending_interactions) AS empty`,
  )
  return rows[0]?.empty === true
}

async function markStarted({ pool }: Pool, options: CityOptions): Promise<void> {
  await pool.query(
    `INSERT INTO imports (id, source, summary) VALUES ($1, $1, $2)
     ON CONFLICT (id) DO UPDATE SET finished_at = NULL, summary = excluded.summary`,
    [citySource, JSON.stringify({ options })],
  )
}

async function markFinished({ pool }: Pool, options: CityOptions, written: WrittenCity): Promise<void> {
  await pool.query('ANALYZE restaurants, users, interactions')
  await pool.query(`UPDATE imports SET finished_at = now(), summary = $2 WHERE id = $1`, [
    citySource,
    JSON.stringify({ options, written }),
  ])
}

/** Meets the raw rows with the schemas that clients meet, and keeps those that fail with every fault named. */
async function quarantineRejected({ pool }: Pool, { dirt }: City): Promise<number> {
  const faulty = [
    ...faults('restaurants', dirt.rejected.restaurants, restaurantRowSchema),
    ...faults('users', dirt.rejected.users, userRowSchema),
    ...faults('interactions', dirt.rejected.interactions, interactionSchema),
  ]
  await pool.query(
    `INSERT INTO quarantine (import_id, source, file, line, raw, reason)
     SELECT $1, $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::text[])
     ON CONFLICT (source, file, line, reason) DO NOTHING`,
    [
      citySource,
      faulty.map(({ file }) => file),
      faulty.map(({ line }) => line),
      faulty.map(({ raw }) => raw),
      faulty.map(({ reason }) => reason),
    ],
  )
  return faulty.length
}

function faults(file: string, rows: readonly unknown[], schema: z.ZodType) {
  return rows.flatMap((row, index) => {
    const { error } = schema.safeParse(row)
    if (!error) return []
    const reason = fieldErrors(error)
      .map(({ path, message }) => `${path} ${message}`)
      .join('; ')
    return [{ file, line: index + 1, raw: JSON.stringify(row), reason }]
  })
}
