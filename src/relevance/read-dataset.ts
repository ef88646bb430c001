import { createHash } from 'node:crypto'
import { buildCatalogue } from '../catalog/build-catalogue.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import { membersOf } from '../catalog/named-markets.ts'
import { createRestaurantStore } from '../catalog/restaurant-store.ts'
import type { Database } from '../db/client.ts'
import { createInteractionStore } from '../interactions/interaction-store.ts'
import { positionCounts } from '../interactions/position-counts.ts'
import { interactionTypes } from '../interactions/schema.ts'
import { selectUser, toUser, type UserRow } from '../users/user-row.ts'
import type { Dataset, DatasetUser } from './dataset.ts'
import { mostPositions, type PositionCounts } from './position-bias.ts'

/** Impressions are many; they are counted by place and position alone. */
const types = interactionTypes.filter((type) => type !== 'impression')

/**
 * Reads all restaurants, users and what users did, as of one moment for the latter, into flat columns.
 * @param market only the market that this restaurant lies in, and whoever did something there; null: everything
 * @throws Problem restaurant-not-found
 */
export async function readDataset(
  database: Pick<Database, 'pool'>,
  onProgress?: (rows: number) => void,
  market: string | null = null,
): Promise<Dataset> {
  const catalogue = await readCatalogue(database, market)
  const restaurantIds = market === null ? null : catalogue.ids
  const { users, indexOf } = await readUsers(database, catalogue, restaurantIds)
  const columns = createColumns()
  const hash = createHash('sha256')
  hash.update(JSON.stringify([catalogue.ids, users]))
  for await (const batch of createInteractionStore({ database }).batches({
    types,
    batchSize: 20_000,
    ...(restaurantIds ? { restaurantIds } : {}),
  })) {
    for (const row of batch) {
      const restaurant = catalogue.indexOf.get(row.restaurantId)
      // One who signed up while we read is for the next time.
      const user = indexOf.get(row.userId)
      if (restaurant === undefined || user === undefined) continue
      columns.push(
        restaurant,
        user,
        interactionTypes.indexOf(row.type),
        row.atMs,
        row.amount ?? Number.NaN,
        row.rating ?? Number.NaN,
      )
    }
    onProgress?.(columns.length())
  }
  const read = columns.finish()
  const positions = await readPositions(database, catalogue)
  for (const column of [...Object.values(read), ...Object.values(positions)]) {
    if (typeof column === 'number') continue
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  }
  return { catalogue, users, length: read.atMs.length, ...read, positions, hash: hash.digest('hex') }
}

async function readCatalogue(database: Pick<Database, 'pool'>, market: string | null): Promise<Catalogue> {
  const restaurants = await createRestaurantStore({ database }).loadAll()
  const all = buildCatalogue(restaurants)
  if (market === null) return all
  const inMarket = membersOf(all, market)
  return buildCatalogue(restaurants.filter(({ id }) => inMarket.has(id)))
}

async function readPositions(
  database: Pick<Database, 'pool'>,
  { indexOf }: Catalogue,
): Promise<PositionCounts> {
  const counts = await positionCounts(database, mostPositions)
  const known = counts.filter(({ restaurantId }) => indexOf.has(restaurantId))
  return {
    length: known.length,
    item: Int32Array.from(known, ({ restaurantId }) => indexOf.get(restaurantId)!),
    position: Int32Array.from(known, ({ position }) => position),
    shown: Int32Array.from(known, ({ shown }) => shown),
    clicked: Int32Array.from(known, ({ clicked }) => clicked),
  }
}

async function readUsers(
  database: Pick<Database, 'pool'>,
  catalogue: Catalogue,
  restaurantIds: readonly string[] | null,
) {
  const ofRestaurants = `WHERE id IN (SELECT user_id FROM interactions WHERE restaurant_id = ANY($1))`
  const { rows } = await database.pool.query<UserRow>(
    `${selectUser} ${restaurantIds ? ofRestaurants : ''} ORDER BY id`,
    restaurantIds ? [restaurantIds] : [],
  )
  const users: DatasetUser[] = rows.map(toUser).map((user) => ({
    id: user.id,
    origins: user.locations.map(({ lat, lon, label }) => ({ lat, lon, label })),
    likedCuisines: user.cuisines.flatMap((name) => catalogue.cuisineIndex.get(name.toLowerCase()) ?? []),
    maxPriceLevel: user.maxPriceLevel ?? 0,
    optedOut: user.personalisationOptOut,
  }))
  return { users, indexOf: new Map(users.map(({ id }, u) => [id, u])) }
}

/** Columns that grow by doubling. */
function createColumns() {
  let capacity = 1 << 14
  let length = 0
  let restaurant = new Int32Array(capacity)
  let user = new Int32Array(capacity)
  let type = new Uint8Array(capacity)
  let atMs = new Float64Array(capacity)
  let amount = new Float64Array(capacity)
  let rating = new Float64Array(capacity)
  const grow = () => {
    capacity *= 2
    restaurant = extended(restaurant, new Int32Array(capacity))
    user = extended(user, new Int32Array(capacity))
    type = extended(type, new Uint8Array(capacity))
    atMs = extended(atMs, new Float64Array(capacity))
    amount = extended(amount, new Float64Array(capacity))
    rating = extended(rating, new Float64Array(capacity))
  }
  return {
    length: () => length,
    push(r: number, u: number, t: number, at: number, a: number, g: number) {
      if (length === capacity) grow()
      restaurant[length] = r
      user[length] = u
      type[length] = t
      atMs[length] = at
      amount[length] = a
      rating[length++] = g
    },
    finish: () => ({
      restaurant: restaurant.subarray(0, length),
      user: user.subarray(0, length),
      type: type.subarray(0, length),
      atMs: atMs.subarray(0, length),
      amount: amount.subarray(0, length),
      rating: rating.subarray(0, length),
    }),
  }
}

function extended<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}
