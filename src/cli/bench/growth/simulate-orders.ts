import type { Catalogue } from '../../../catalog/catalogue.ts'
import { interactionTypes } from '../../../interactions/schema.ts'
import { createRandom, type Random } from '../../../numeric/random.ts'
import type { Dataset, DatasetUser } from '../../../relevance/dataset.ts'

export interface SimulatedOrders {
  /** cities of `perCity` restaurants each, one after the other in the catalogue; the last may be smaller */
  readonly catalogue: Catalogue
  readonly perCity: number
  readonly users: number
  readonly orders: number
  readonly seed: number
  readonly endAtMs: number
}

const days = 120
const dayMs = 86_400_000
/** Restaurants that stand near each other and are of one kind: what a user's taste is of. */
const [neighbourhoods, kinds] = [16, 8]
/** Of orders: from a place that the user had before, from their neighbourhood and of a favourite kind, from their neighbourhood. */
const [again, nearAndLiked, near] = [0.35, 0.75, 0.9]
const remembered = 4

/**
 * Orders of users each of whom lives in one of the cities and likes two kinds of places near by; popularity within a kind falls as
 * rank^−0.6. In order of time, and drawn one by one into flat columns, so that 50 million of them take seconds and little else.
 */
export function simulateOrders(options: SimulatedOrders): Dataset {
  const { catalogue, orders, endAtMs, seed } = options
  const random = createRandom(seed)
  const city = layOutCity(options)
  const people = settle(options, random.fork('people'))
  const restaurant = new Int32Array(orders)
  const user = new Int32Array(orders)
  const atMs = new Float64Array(orders)
  const amount = new Float64Array(orders)
  const own = new Int32Array(options.users * remembered).fill(-1)
  for (let n = 0; n < orders; n++) {
    const u = random.int(options.users)
    const slot = u * remembered + random.int(remembered)
    let place = random.next() < again ? own[slot]! : -1
    if (place < 0) {
      place = draw(city, people, u, random)
      own[slot] = place
    }
    restaurant[n] = place
    user[n] = u
    atMs[n] = endAtMs - days * dayMs * (1 - (n + 0.5) / orders)
    const spend = catalogue.averageSpend[place]!
    amount[n] = (Number.isNaN(spend) ? 20 : spend) * (0.6 + 0.8 * random.next())
  }
  return {
    catalogue,
    users: usersOf(catalogue, people, city.groups),
    length: orders,
    restaurant,
    user,
    type: new Uint8Array(orders).fill(interactionTypes.indexOf('order')),
    atMs,
    amount,
    rating: new Float64Array(orders).fill(Number.NaN),
    hash: `simulated ${options.seed} ${orders}`,
  }
}

interface CityLayout {
  readonly perCity: number
  /** places of the city by neighbourhood and kind, the most popular first; row-major neighbourhoods × kinds */
  readonly groups: readonly Int32Array[]
}

/** Places of the first city, cut into strips from west to east and those from south to north. */
function layOutCity({ catalogue, perCity }: SimulatedOrders): CityLayout {
  const { latitude, longitude } = catalogue
  const count = Math.min(perCity, catalogue.size)
  const byLongitude = Array.from({ length: count }, (_, n) => n).sort(
    (a, b) => longitude[a]! - longitude[b]! || a - b,
  )
  const strips = Math.sqrt(neighbourhoods)
  const groups = chunks(byLongitude, strips).flatMap((strip) =>
    chunks(
      strip.sort((a, b) => latitude[a]! - latitude[b]! || a - b),
      strips,
    ).flatMap((places) =>
      Array.from({ length: kinds }, (_, kind) =>
        Int32Array.from(places.sort((a, b) => a - b).filter((place) => place % kinds === kind)),
      ),
    ),
  )
  return { perCity, groups }
}

function chunks<T>(values: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, n) =>
    values.slice(Math.floor((n * values.length) / count), Math.floor(((n + 1) * values.length) / count)),
  )
}

/** By user. */
interface People {
  readonly cityStart: Int32Array
  readonly neighbourhood: Uint8Array
  readonly liked: Uint8Array
  readonly alsoLiked: Uint8Array
}

function settle({ catalogue, perCity, users }: SimulatedOrders, random: Random): People {
  const cities = Math.max(1, Math.floor(catalogue.size / perCity))
  return {
    cityStart: Int32Array.from({ length: users }, (_, u) => perCity * (u % cities)),
    neighbourhood: Uint8Array.from({ length: users }, () => random.int(neighbourhoods)),
    liked: Uint8Array.from({ length: users }, () => random.int(kinds)),
    alsoLiked: Uint8Array.from({ length: users }, () => random.int(kinds)),
  }
}

function draw({ groups }: CityLayout, people: People, u: number, random: Random): number {
  const how = random.next()
  const where = how < near ? people.neighbourhood[u]! : random.int(neighbourhoods)
  const kind =
    how < nearAndLiked ? (random.next() < 0.6 ? people.liked[u]! : people.alsoLiked[u]!) : random.int(kinds)
  const found = groups[where * kinds + kind]!
  // A small city has some kinds nowhere near.
  const group = found.length > 0 ? found : groups.find(({ length }) => length > 0)!
  // By inversion of a density that falls as rank^−0.6.
  const rank = Math.floor(group.length * random.next() ** 2.5)
  return people.cityStart[u]! + group[rank]!
}

/** At home where one of the places of their neighbourhood is. */
function usersOf(
  { latitude, longitude }: Catalogue,
  { cityStart, neighbourhood }: People,
  groups: readonly Int32Array[],
): DatasetUser[] {
  return Array.from(cityStart, (start, u) => {
    const places = groups.slice(neighbourhood[u]! * kinds).find(({ length }) => length > 0) ?? groups[0]!
    const at = start + (places[u % places.length] ?? 0)
    return {
      id: `u-${String(u).padStart(8, '0')}`,
      origins: [{ lat: latitude[at]!, lon: longitude[at]! }],
      likedCuisines: [],
      maxPriceLevel: 0,
      optedOut: false,
    }
  })
}
