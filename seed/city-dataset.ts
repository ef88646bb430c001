import { createHash } from 'node:crypto'
import { buildCatalogue } from '../src/catalog/build-catalogue.ts'
import type { Catalogue } from '../src/catalog/catalogue.ts'
import { restaurantInputSchema } from '../src/catalog/schema.ts'
import { type Interaction, interactionTypes } from '../src/interactions/schema.ts'
import type { Dataset, DatasetUser } from '../src/relevance/dataset.ts'
import type { City } from './city.ts'

/**
 * The city as training would read it from a database: each interaction once, in order of time, of known restaurants; impressions
 * left out.
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
    hash: createHash('sha256').update(JSON.stringify(city.options)).digest('hex'),
  }
}

function catalogueOf({ restaurants, options }: City): Catalogue {
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
    origins: row.locations.map(({ lat, lon }) => ({ lat, lon })),
    likedCuisines: row.cuisines.flatMap((name) => catalogue.cuisineIndex.get(name.toLowerCase()) ?? []),
    maxPriceLevel: row.maxPriceLevel ?? 0,
    optedOut: row.personalisationOptOut,
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
