import { resolveOptions } from '../../../seed/options.ts'
import { lognormal } from '../../../seed/sampling.ts'
import { makeWorld, type World } from '../../../seed/world.ts'
import { needsSeed } from '../../../seed/write-city.ts'
import { createRestaurantStore } from '../../catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../catalog/schema.ts'
import type { Database } from '../../db/client.ts'
import { createInteractionStore } from '../../interactions/interaction-store.ts'
import type { Interaction } from '../../interactions/schema.ts'
import { createRandom } from '../../numeric/random.ts'
import { idSchema } from '../../schema/primitives.ts'
import { createUserStore } from '../../users/user-store.ts'
import type { OnStep } from './place.ts'

export interface LayOptions {
  readonly database: Database
  /** lists[u]: numbers of the items that user u has to do with */
  readonly lists: readonly Int32Array[]
  /** of the catalogue; an item's number beyond it starts again from the first */
  readonly restaurants: number
  readonly seed: number
  readonly endAtMs: number
  readonly onProgress: OnStep
}

export interface Laid {
  readonly restaurants: number
  readonly users: number
  readonly interactions: number
  /** of ingestion alone, on this machine at this moment */
  readonly interactionsPerSecond: number
}

const rowsATime = 5000
const days = 120
const dayMs = 86_400_000
const restaurantRowSchema = restaurantInputSchema.extend({ id: idSchema })

/**
 * Fills an empty database with places and people of the simulated city, and with somebody else's interactions as their orders: the size
 * and the shape of who chooses what are those of real data; places, prices, times and amounts are made up.
 * @throws when something is stored there already
 */
export async function layInteractions(options: LayOptions): Promise<Laid> {
  const { database, lists, restaurants, seed, endAtMs, onProgress } = options
  if (!(await needsSeed(database))) throw new Error('There is something in this database; use an empty one.')
  const world = makeWorld(resolveOptions({ seed, restaurants, users: lists.length, days, endAtMs }))

  const places = createRestaurantStore({ database })
  await inChunks(world.places, 'Writing restaurants', onProgress, (some) =>
    places.upsertMany(some.map(({ row }) => restaurantRowSchema.parse({ ...row, status: 'open' }))),
  )
  const people = createUserStore({ database })
  await inChunks(world.people, 'Writing users', onProgress, (some) =>
    people.upsertMany(some.map(({ row }) => row)),
  )
  const orders = toOrders(world, lists)
  const store = createInteractionStore({ database })
  const startMs = performance.now()
  await inChunks(orders, 'Writing interactions', onProgress, (some) => store.ingest(some))
  const seconds = (performance.now() - startMs) / 1000
  await database.pool.query('ANALYZE restaurants, users, interactions')
  return {
    restaurants: world.places.length,
    users: world.people.length,
    interactions: orders.length,
    interactionsPerSecond: orders.length / seconds,
  }
}

/** Each at a moment of its own in the period, for about what the place costs; in order of time. */
function toOrders({ places, people, options }: World, lists: LayOptions['lists']): Interaction[] {
  const random = createRandom(options.seed + 1)
  const orders = lists.flatMap((items, u) =>
    Array.from(items, (item) => {
      const place = places[item % places.length]!
      return {
        atMs: Math.floor(options.endAtMs - random.next() * days * dayMs),
        userId: people[u]!.row.id,
        restaurantId: place.row.id,
        amount: Math.max(1, Math.round(100 * lognormal(random, place.hidden.spend, 0.3)) / 100),
      }
    }),
  )
  return orders
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, ...order }, n) => ({
      id: `laid-${n}`,
      type: 'order' as const,
      at: new Date(atMs).toISOString(),
      ...order,
    }))
}

async function inChunks<T>(
  rows: readonly T[],
  step: string,
  onProgress: OnStep,
  write: (some: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsATime) {
    onProgress(step, start, rows.length)
    await write(rows.slice(start, start + rowsATime))
  }
}
