import type { Interaction } from '../src/interactions/schema.ts'
import type { Random } from '../src/numeric/random.ts'
import { cityCentre } from './options.ts'
import type { Place } from './restaurants.ts'

/** What is wrong with the data on purpose, by id, as it is in real data; `rejected` are rows that fit no schema. */
export interface Dirt {
  /** ids of interactions that are sent twice */
  readonly duplicates: readonly string[]
  /** ids of interactions that name a restaurant nobody has heard of */
  readonly unknownRestaurants: readonly string[]
  /** ids of interactions that arrive a day or more after later ones */
  readonly late: readonly string[]
  /** ids of orders whose amount was lost and became 0 */
  readonly zeroAmounts: readonly string[]
  /** ids of ratings of 0 though the user was content */
  readonly oddRatings: readonly string[]
  /** ids of restaurants whose coordinates are 0, 0 */
  readonly nullIsland: readonly string[]
  /** ids of restaurants whose latitude and longitude are swapped */
  readonly swapped: readonly string[]
  /** ids of restaurants whose main cuisine is spelt otherwise */
  readonly spellings: readonly string[]
  readonly rejected: {
    readonly restaurants: readonly unknown[]
    readonly users: readonly unknown[]
    readonly interactions: readonly unknown[]
  }
}

/** How many of each kind, for cities large enough to have them. */
export const dirtCounts = {
  duplicates: 120,
  unknownRestaurants: 40,
  late: 200,
  zeroAmounts: 15,
  oddRatings: 10,
  nullIsland: 6,
  swapped: 4,
  spellings: 30,
} as const satisfies Partial<Record<keyof Dirt, number>>

type RestaurantDirt = Pick<Dirt, 'nullIsland' | 'swapped' | 'spellings'>

/** Rows as clients sent them; no place has more than one fault. */
export function soilRestaurants(
  places: readonly Place[],
  random: Random,
): { rows: Place['row'][]; dirt: RestaurantDirt } {
  const rows = places.map(({ row }) => row)
  const order = random.shuffle(Int32Array.from(rows.keys()))
  let next = 0
  const spoil = (count: number, change: (row: Place['row']) => Place['row']): string[] => {
    const chosen = order.subarray(next, next + Math.min(count, order.length >> 3))
    next += chosen.length
    return Array.from(chosen, (index) => {
      rows[index] = change(rows[index]!)
      return rows[index].id
    })
  }
  const nullIsland = spoil(dirtCounts.nullIsland, (row) => ({ ...row, location: { lat: 0, lon: 0 } }))
  const swapped = spoil(dirtCounts.swapped, (row) => {
    const { lat, lon } = row.location ?? cityCentre
    return { ...row, location: { lat: lon, lon: lat } }
  })
  const spellings = spoil(dirtCounts.spellings, (row) => {
    const [main = '', ...others] = row.cuisines
    return { ...row, cuisines: [misspell(main, random), ...others] }
  })
  return { rows, dirt: { nullIsland, swapped, spellings } }
}

/** "italian", "ITALIAN " or "Itallian". */
function misspell(name: string, random: Random): string {
  const kind = random.int(3)
  if (kind === 0) return name.toLowerCase()
  if (kind === 1) return `${name.toUpperCase()} `
  const at = 1 + random.int(name.length - 2)
  return name.slice(0, at) + name[at]! + name.slice(at)
}

type InteractionDirt = Omit<Dirt, keyof RestaurantDirt | 'rejected'>

/** Takes the interactions in order of time, gives them as they arrive; no row has more than one fault. */
export function soilInteractions(
  clean: readonly Interaction[],
  random: Random,
): { rows: Interaction[]; dirt: InteractionDirt } {
  const changed = new Map<number, Interaction>()
  /** row → how many rows later it arrives (again) */
  const again = new Map<number, number>()
  const delayed = new Map<number, number>()
  const touched = new Set<number>()
  const draw = (count: number, fits: (row: Interaction) => boolean, fault: (index: number) => void) => {
    const ids: string[] = []
    const wanted = Math.min(count, clean.length >> 6)
    for (let tries = 0; ids.length < wanted && tries < 200 * wanted; tries++) {
      const index = random.int(clean.length)
      if (touched.has(index) || !fits(clean[index]!)) continue
      touched.add(index)
      fault(index)
      ids.push(clean[index]!.id)
    }
    return ids
  }
  const change = (by: (row: Interaction) => Interaction) => (index: number) => {
    changed.set(index, by(clean[index]!))
  }
  const rowsADay = Math.ceil(clean.length / 120)
  const dirt = {
    duplicates: draw(dirtCounts.duplicates, anyRow, (index) => again.set(index, 1 + random.int(rowsADay))),
    unknownRestaurants: draw(
      dirtCounts.unknownRestaurants,
      ({ type }) => type === 'click' || type === 'impression',
      change((row) => ({ ...row, restaurantId: `r-gone-${1 + random.int(9)}` })),
    ),
    late: draw(dirtCounts.late, anyRow, (index) => delayed.set(index, rowsADay * (1 + random.int(4)))),
    zeroAmounts: draw(
      dirtCounts.zeroAmounts,
      isOrder,
      change((row) => ({ ...row, amount: 0 })),
    ),
    oddRatings: draw(
      dirtCounts.oddRatings,
      isContent,
      change((row) => ({ ...row, rating: 0 })),
    ),
  }
  const rows = clean.map((row, index) => changed.get(index) ?? row)
  return { rows: rearrange(rows, again, delayed), dirt }
}

const anyRow = () => true
const isOrder = ({ type }: Interaction) => type === 'order'
const isContent = ({ rating }: Interaction) => rating !== undefined && rating >= 4

function rearrange(
  rows: readonly Interaction[],
  again: ReadonlyMap<number, number>,
  delayed: ReadonlyMap<number, number>,
): Interaction[] {
  /** index of a row → rows that arrive right after it */
  const following = new Map<number, Interaction[]>()
  const follow = (index: number, by: number) => {
    const at = Math.min(rows.length - 1, index + by)
    following.set(at, [...(following.get(at) ?? []), rows[index]!])
  }
  for (const [index, by] of again) follow(index, by)
  for (const [index, by] of delayed) follow(index, by)
  return rows.flatMap((row, index) => [...(delayed.has(index) ? [] : [row]), ...(following.get(index) ?? [])])
}

/** Rows that no schema takes; a client that sends them gets every fault named. */
export function rejectedRows(firstRestaurant: string, firstUser: string, at: string): Dirt['rejected'] {
  const interaction = { userId: firstUser, restaurantId: firstRestaurant, at }
  return {
    restaurants: [
      { id: 'r-bad-1', name: 'Tasca do Engano', location: { lat: 139.6, lon: -9.06 } },
      { id: 'r-bad-2', name: 'Pizzeria Nove', priceLevel: 7 },
      { id: 'r-bad-3', name: '   ' },
      { id: 'r-bad-4', name: 'Burger Meia-Noite', hours: [{ day: 'fri', opens: '25:00', closes: '26:00' }] },
      { id: 'r-bad-5', name: 'Café Fuso', timeZone: 'Europe/Porto_Claro' },
    ],
    users: [
      { id: 'u-bad-1', locations: [{ lat: 'north', lon: -9.06 }] },
      { id: 'u-bad-2', maxPriceLevel: 0 },
    ],
    interactions: [
      { id: 'i-bad-1', type: 'order', ...interaction, amount: -12.5 },
      { id: 'i-bad-2', type: 'rating', ...interaction, rating: 11 },
      { id: 'i-bad-3', type: 'rating', ...interaction },
      { id: 'i-bad-4', type: 'order', ...interaction, at: '31/05/2026 20:15' },
      { id: 'i-bad-5', type: 'view', ...interaction },
      { id: 'i-bad-6', type: 'click', ...interaction, position: 0 },
    ],
  }
}
