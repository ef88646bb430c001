import type { Database } from '../db/client.ts'
import { retryRaces } from '../db/retry.ts'
import { settlePending } from '../db/settle-pending.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import { decodeCursor, type Page, type PageQuery, toPage } from '../schema/cursor.ts'
import type { Catalogue } from './catalogue.ts'
import { type ReadMark, type RestaurantChanges, readChanges, readMark } from './changed-restaurants.ts'
import { type FindQuery, type FoundRestaurant, findRestaurants } from './find-restaurants.ts'
import { loadRestaurants } from './load-restaurants.ts'
import { type RestaurantRow, selectRestaurant, toRestaurant } from './restaurant-row.ts'
import type { Restaurant, RestaurantInput, RestaurantPatch } from './schema.ts'
import { type IdentifiedRestaurant, type UpsertCounts, upsertRestaurants } from './upsert-restaurants.ts'

/** A reading that was taken up. */
export interface ReadSince {
  readonly catalogue: Pick<Catalogue, 'ids' | 'indexOf'>
  readonly mark: ReadMark
}

export type RestaurantReading =
  | { readonly kind: 'all'; readonly restaurants: readonly Restaurant[]; readonly mark: ReadMark }
  | ({ readonly kind: 'changes' } & RestaurantChanges)

export interface RestaurantStore {
  /** null: none */
  get(id: string): Promise<Restaurant | null>
  /** Those whose id or name is searched for: to ask about them. */
  find(query: FindQuery): Promise<readonly FoundRestaurant[]>
  /** In order of id. @throws Problem invalid-cursor */
  list(query: PageQuery): Promise<Page<Restaurant>>
  /** Replaces the whole restaurant, or makes it; equal input changes nothing, `updatedAt` included. */
  put(id: string, input: RestaurantInput): Promise<{ restaurant: Restaurant; created: boolean }>
  /** Changes the given fields alone. @throws Problem restaurant-not-found */
  patch(id: string, patch: RestaurantPatch): Promise<Restaurant>
  /** Removes it and its interactions. @throws Problem restaurant-not-found */
  remove(id: string): Promise<void>
  /** All rows in one transaction; see `upsertRestaurants`. */
  upsertMany(rows: readonly IdentifiedRestaurant[]): Promise<UpsertCounts>
  /** Everything, in order of id, as of one moment. */
  loadAll(): Promise<Restaurant[]>
  /** What changed since a reading, where that is little, else everything. @param since null: nothing was read yet */
  read(since: ReadSince | null): Promise<RestaurantReading>
  count(): Promise<number>
}

export function createRestaurantStore({ database }: { database: Pick<Database, 'pool'> }): RestaurantStore {
  const { pool } = database

  const get = async (id: string) => {
    const { rows } = await pool.query<RestaurantRow>(`${selectRestaurant} WHERE id = $1`, [id])
    return rows[0] ? toRestaurant(rows[0]) : null
  }

  const upsertMany = async (rows: readonly IdentifiedRestaurant[]) => {
    const counts = await retryRaces(() => inTransaction(pool, (client) => upsertRestaurants(client, rows)))
    if (counts.inserted > 0) {
      const ids = rows.map(({ id }) => id)
      await retryRaces(() => settlePending(pool, ids))
    }
    return counts
  }

  return {
    get,
    upsertMany,

    find: (query) => findRestaurants(pool, query),

    async list({ limit, cursor }) {
      const after = cursor === null ? '' : decodeCursor(cursor)
      const { rows } = await pool.query<RestaurantRow>(
        `${selectRestaurant} WHERE id > $1 ORDER BY id LIMIT $2`,
        [after, limit + 1],
      )
      return toPage(rows.map(toRestaurant), limit)
    },

    async put(id, input) {
      const { inserted } = await upsertMany([{ ...input, id }])
      const restaurant = await get(id)
      if (!restaurant) throw notFound(id)
      return { restaurant, created: inserted === 1 }
    },

    async patch(id, patch) {
      return retryRaces(() =>
        inTransaction(pool, async (client) => {
          const select = `${selectRestaurant} WHERE id = $1`
          const before = await client.query<RestaurantRow>(`${select} FOR UPDATE`, [id])
          if (!before.rows[0]) throw notFound(id)
          const { updatedAt: _, ...stored } = toRestaurant(before.rows[0])
          await upsertRestaurants(client, [{ ...stored, ...given(patch) }])
          const after = await client.query<RestaurantRow>(select, [id])
          if (!after.rows[0]) throw notFound(id)
          return toRestaurant(after.rows[0])
        }),
      )
    },

    async remove(id) {
      const { rowCount } = await pool.query('DELETE FROM restaurants WHERE id = $1', [id])
      if (!rowCount) throw notFound(id)
    },

    loadAll: () => loadRestaurants(pool),

    async read(since) {
      const changes = since && (await readChanges(pool, since.catalogue, since.mark))
      if (changes) return { kind: 'changes', ...changes }
      const mark = await readMark(pool)
      return { kind: 'all', restaurants: await loadRestaurants(pool), mark }
    },

    async count() {
      const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM restaurants')
      return rows[0]?.count ?? 0
    },
  }
}

/** A field that is present but undefined was not given. */
function given(patch: RestaurantPatch): Partial<RestaurantInput> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}

function notFound(id: string): Problem {
  return new Problem('restaurant-not-found', { detail: `There is no restaurant with the id ${id}.` })
}
