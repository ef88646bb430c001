import { createHash } from 'node:crypto'
import { buildCatalogue } from '../src/catalog/build-catalogue.ts'
import type { Catalogue } from '../src/catalog/catalogue.ts'
import { restaurantInputSchema } from '../src/catalog/schema.ts'
import { type Interaction, interactionTypes } from '../src/interactions/schema.ts'
import type { Dataset, DatasetUser } from '../src/relevance/dataset.ts'
import { mostPositions, type PositionCounts } from '../src/relevance/position-bias.ts'
import type { City } from './city.ts'

/**
 * The city as training would read it from a database: each interaction once, in order of time, of known restaurants; impressions
 * counted by place and position.
 */
export function datasetOf(city: City): Dataset {
  const catalogue = catalogueOf(city)
  const userIndex = new Map(city.users.map(({ id }, index) => [id, index]))
  const rows = knownOnce(city.interactions, catalogue)
  return {
    catalogue,
    users: city.users.map((row) => userOf(row, catalogue)),
    length: rows.length,
    restaurant: Int32Array.from(rows, (row) => catalogue.indexOf.get(row.restaurantId)!),
    user: Int32Array.from(rows, (row) => userIndex.get(row.userId)!),
    type: Uint8Array.from(rows, (row) => interactionTypes.indexOf(row.type)),
    atMs: Float64Array.from(rows, (row) => Date.parse(row.at)),
    amount: Float64Array.from(rows, (row) => row.amount ?? Number.NaN),
    rating: Float64Array.from(rows, (row) => row.rating ?? Number.NaN),
    positions: positionsOf(city, catalogue),
    hash: createHash('sha256').update(JSON.stringify(city.options)).digest('hex'),
  }
}

/** Its restaurants as the service holds them. */
export function catalogueOf({ restaurants, options }: Pick<City, 'restaurants' | 'options'>): Catalogue {
  const madeAt = new Date(options.endAtMs).toISOString()
  return buildCatalogue(
    restaurants.map(({ id, ...row }) => {
      const input = restaurantInputSchema.parse(row)
      return { ...input, id, listedAt: input.listedAt ?? madeAt, updatedAt: madeAt }
    }),
  )
}

function userOf(row: City['users'][number], catalogue: Catalogue): DatasetUser {
  return {
    id: row.id,
    origins: row.locations.map(({ lat, lon, label }) => ({ lat, lon, label })),
    likedCuisines: row.cuisines.flatMap((name) => catalogue.cuisineIndex.get(name.toLowerCase()) ?? []),
    maxPriceLevel: row.maxPriceLevel ?? 0,
    optedOut: row.personalisationOptOut,
  }
}

function positionsOf({ interactions }: City, { indexOf }: Catalogue): PositionCounts {
  const list = (row: Interaction) => `${row.recommendationId} ${row.restaurantId}`
  const listed = interactions.filter(({ recommendationId }) => recommendationId !== undefined)
  const clicks = new Set(listed.filter(({ type }) => type === 'click').map(list))
  const seen = new Set<string>()
  const counts = new Map<number, { shown: number; clicked: number }>()
  for (const row of listed) {
    const { type, restaurantId, position = 0 } = row
    const item = indexOf.get(restaurantId)
    if (type !== 'impression' || item === undefined || position < 1 || position > mostPositions) continue
    if (seen.has(list(row))) continue
    seen.add(list(row))
    const key = item * mostPositions + position - 1
    const { shown, clicked } = counts.get(key) ?? { shown: 0, clicked: 0 }
    counts.set(key, { shown: shown + 1, clicked: clicked + (clicks.has(list(row)) ? 1 : 0) })
  }
  const cells = [...counts].sort(([a], [b]) => a - b)
  return {
    length: cells.length,
    item: Int32Array.from(cells, ([key]) => Math.floor(key / mostPositions)),
    position: Int32Array.from(cells, ([key]) => (key % mostPositions) + 1),
    shown: Int32Array.from(cells, ([, { shown }]) => shown),
    clicked: Int32Array.from(cells, ([, { clicked }]) => clicked),
  }
}

function knownOnce(interactions: readonly Interaction[], { indexOf }: Catalogue): Interaction[] {
  const rows = new Map<string, Interaction>()
  for (const row of interactions) {
    if (row.type !== 'impression' && indexOf.has(row.restaurantId) && !rows.has(row.id)) rows.set(row.id, row)
  }
  const atMs = (row: Interaction) => Date.parse(row.at)
  return [...rows.values()].sort((a, b) => atMs(a) - atMs(b) || (a.id < b.id ? -1 : 1))
}
