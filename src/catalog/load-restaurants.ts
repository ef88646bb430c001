import pg from 'pg'
import { inTransaction } from '../db/transaction.ts'
import { type RestaurantRow, selectRestaurant, toRestaurant } from './restaurant-row.ts'
import type { Restaurant } from './schema.ts'

/** Parsed and converted in one go; some ten milliseconds. */
const rowsAPage = 1000

/** Everything, in order of id, as of one moment; in pages, so that others are answered in between. */
export function loadRestaurants(pool: pg.Pool): Promise<Restaurant[]> {
  return inTransaction(pool, async (client) => {
    await client.query(
      `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;
       SET LOCAL cursor_tuple_fraction = 1`,
    )
    await client.query(`DECLARE everything NO SCROLL CURSOR FOR ${selectRestaurant} ORDER BY id`)
    const types = parsedOnce()
    const restaurants: Restaurant[] = []
    for (;;) {
      const { rows } = await client.query<RestaurantRow>({
        text: `FETCH ${rowsAPage} FROM everything`,
        types,
      })
      for (const row of rows) restaurants.push(toRestaurant(row))
      if (rows.length < rowsAPage) return restaurants
    }
  })
}

/** PostgreSQL's numbers of text[] and jsonb. */
const parsedTypes: ReadonlySet<number> = new Set([1009, 3802])

/**
 * Lists and opening hours are alike in most restaurants, and reading each again is a third of the work: what was read once is shared.
 * Nobody changes it. For one reading, as it forgets nothing.
 */
function parsedOnce(): pg.CustomTypesConfig {
  const known = new Map<string, unknown>()
  return {
    getTypeParser(oid: number) {
      const parse = pg.types.getTypeParser(oid, 'text')
      if (!parsedTypes.has(oid)) return parse
      return (text: string) => {
        const key = `${oid} ${text}`
        let value = known.get(key)
        if (value === undefined) {
          value = parse(text)
          known.set(key, value)
        }
        return value
      }
    },
  }
}
