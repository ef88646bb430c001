import type pg from 'pg'
import type { Queryable } from '../db/queryable.ts'
import { readSettled, settledMarginMs } from '../db/settled.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Catalogue } from './catalogue.ts'
import type { CatalogueChange } from './patch-catalogue.ts'
import { type RestaurantRow, selectRestaurant, toRestaurant } from './restaurant-row.ts'

/** Where a later reading begins. */
export interface ReadMark {
  /** Nothing changed before this moment can still appear, epoch ms. */
  readonly settledMs: number
  /** Of the stored ids, by PostgreSQL's hash: tells whether others are there now. */
  readonly idSum: bigint
}

/** What is different from a catalogue. */
export interface RestaurantChanges extends CatalogueChange {
  readonly mark: ReadMark
}

/** Those that were changed, to be read one by one; with more, reading all is no dearer. */
const mostChanged = 2000

/** To be asked before everything is read. */
export async function readMark(database: Queryable): Promise<ReadMark> {
  return { settledMs: (await readSettled(database)) - settledMarginMs, idSum: await readIdSum(database) }
}

/**
 * What changed since `since`; what changed shortly before may come again.
 * @param known the restaurants as of that mark
 * @returns null: more than is worth it, or rows that no time of change tells of; read everything
 */
export async function readChanges(
  pool: pg.Pool,
  known: Pick<Catalogue, 'ids' | 'indexOf'>,
  since: ReadMark,
  most = mostChanged,
): Promise<RestaurantChanges | null> {
  const settledMs = (await readSettled(pool)) - settledMarginMs
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows } = await client.query<RestaurantRow>(
      `${selectRestaurant} WHERE updated_at >= to_timestamp($1::float8 / 1000) LIMIT $2`,
      [since.settledMs, most + 1],
    )
    if (rows.length > most) return null
    const mark = { settledMs, idSum: await readIdSum(client) }
    const changed = rows.map(toRestaurant)
    const added = changed.filter(({ id }) => !known.indexOf.has(id)).map(({ id }) => id)
    const isAllThere = mark.idSum === since.idSum + (added.length > 0 ? await readIdSum(client, added) : 0n)
    if (isAllThere) return { changed, removed: [], mark }
    const stored = await readIds(client)
    const removed = known.ids.filter((id) => !stored.has(id))
    const isExplained = stored.size === known.ids.length - removed.length + added.length
    return isExplained ? { changed, removed, mark } : null
  })
}

/** @param ids absent: all */
async function readIdSum(database: Queryable, ids: readonly string[] | null = null): Promise<bigint> {
  const { rows } = await database.query<{ sum: string }>(
    `SELECT coalesce(sum(hashtextextended(id, 0)), 0)::text AS sum FROM restaurants
      WHERE $1::text[] IS NULL OR id = ANY ($1)`,
    [ids],
  )
  return BigInt(rows[0]!.sum)
}

async function readIds(database: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ ids: string[] | null }>(
    'SELECT json_agg(id) AS ids FROM restaurants',
  )
  return new Set(rows[0]?.ids)
}
