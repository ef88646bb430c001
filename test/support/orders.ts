import { interactionTypes } from '../../src/interactions/schema.ts'
import { createRandom } from '../../src/numeric/random.ts'
import type { Dataset } from '../../src/relevance/dataset.ts'
import { centre, dinnerMs, testWorld } from './world.ts'

const dayMs = 86_400_000

export interface TestOrdersOptions {
  readonly restaurants?: number
  readonly users?: number
  readonly orders?: number
  readonly seed?: number
}

/**
 * Orders of users who each have three favourites and return to them seven times out of ten, and otherwise try what is popular. Users
 * come in two camps that never try each other's places, so that company says something too.
 */
export function testOrders({
  restaurants = 30,
  users = 40,
  orders = 1200,
  seed = 1,
}: TestOrdersOptions = {}): Dataset {
  const { catalogue } = testWorld({ restaurants, orders: 0, model: false, seed })
  const random = createRandom(seed).fork('orders')
  const half = Math.floor(restaurants / 2)
  const anyOf = (camp: number) => camp * half + Math.floor(half * random.next() ** 2)
  const favourites = Array.from({ length: users }, (_, u) => [anyOf(u % 2), anyOf(u % 2), anyOf(u % 2)])
  const atMs = Float64Array.from({ length: orders }, () => dinnerMs - Math.floor(random.next() * 120 * dayMs))
  const user = Int32Array.from({ length: orders }, () => random.int(users))
  return {
    catalogue,
    users: Array.from({ length: users }, (_, u) => ({
      id: `u${u}`,
      origins: [{ lat: centre.lat + 0.02 * random.normal(), lon: centre.lon }],
      likedCuisines: [],
      maxPriceLevel: 0,
      optedOut: false,
    })),
    length: orders,
    user,
    restaurant: Int32Array.from(user, (u) =>
      random.next() < 0.7 ? favourites[u]![random.int(3)]! : anyOf(u % 2),
    ),
    type: new Uint8Array(orders).fill(interactionTypes.indexOf('order')),
    atMs: atMs.sort(),
    amount: Float64Array.from(user, (u) => 10 + u + 5 * random.next()),
    rating: new Float64Array(orders).fill(Number.NaN),
    hash: 'a'.repeat(64),
  }
}
