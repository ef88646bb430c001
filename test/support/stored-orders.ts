import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import type { Database } from '../../src/db/client.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import type { Interaction } from '../../src/interactions/schema.ts'

export interface OrderToStore {
  readonly user: number
  readonly restaurant: number
  readonly atMs: number
  readonly amount?: number
}

/** Writes orders of users u0, u1, … at restaurants r00, r01, …, which are written first. */
export async function storeOrders(
  database: Database,
  restaurants: number,
  orders: readonly OrderToStore[],
): Promise<void> {
  await createRestaurantStore({ database }).upsertMany(
    Array.from({ length: restaurants }, (_, r) => ({
      id: idOf(r),
      ...restaurantInputSchema.parse({ name: idOf(r), cuisines: ['Thai'] }),
    })),
  )
  const rows: Interaction[] = orders.map(({ user, restaurant, atMs, amount = 12 }, n) => ({
    id: `${atMs}-${user}-${restaurant}-${n}`,
    type: 'order',
    userId: `u${user}`,
    restaurantId: idOf(restaurant),
    at: new Date(atMs).toISOString(),
    amount,
  }))
  const store = createInteractionStore({ database })
  for (let n = 0; n < rows.length; n += 1000) await store.ingest(rows.slice(n, n + 1000))
}

const idOf = (restaurant: number) => `r${String(restaurant).padStart(2, '0')}`

/** Users with a favourite each, who go there three times out of four, an hour apart. */
export function habits(orders: number, from = 0, users = 20, restaurants = 20): OrderToStore[] {
  return Array.from({ length: orders }, (_, i) => {
    const n = from + i
    const user = (n * 7) % users
    const strays = (n * 13 + Math.floor(n / users)) % 4 === 0
    return {
      user,
      restaurant: strays ? (n * 11) % restaurants : user % restaurants,
      atMs: Date.UTC(2026, 0, 1) + n * 3_600_000,
    }
  })
}
