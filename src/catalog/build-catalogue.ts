import { runSteps, type Steps } from '../numeric/steps.ts'
import { buildGeoIndex } from './build-geo-index.ts'
import { type Catalogue, restaurantStatuses } from './catalogue.ts'
import { farthestDeliveryKm, plausible } from './implausible.ts'
import { toWeekSpan } from './opening-hours.ts'
import { reachClassSteps } from './reach-classes.ts'
import { defaultFeeRate, type Restaurant } from './schema.ts'

/** Lays restaurants out as columns in ascending order of id (by UTF-16 units, so that every machine agrees). */
export function buildCatalogue(restaurants: readonly Restaurant[]): Catalogue {
  return runSteps(buildCatalogueSteps(restaurants))
}

/** The same, with stops in between at which a server can answer others. */
export function* buildCatalogueSteps(restaurants: readonly Restaurant[]): Steps<Catalogue> {
  const rows = [...restaurants].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const size = rows.length
  yield
  const cuisines = indexCuisines(rows)
  yield
  const zones = new Map<string, number>()
  const hours = layOutHours(rows)
  yield
  const latitude = column(Float64Array, rows, (row) => plausible(row.location)?.lat ?? Number.NaN)
  const longitude = column(Float64Array, rows, (row) => plausible(row.location)?.lon ?? Number.NaN)
  const geo = buildGeoIndex(latitude, longitude)
  yield
  const deliveryRangeKm = column(Float64Array, rows, (row) => row.deliveryRangeKm ?? farthestDeliveryKm)
  const reachClasses = yield* reachClassSteps(latitude, longitude, deliveryRangeKm)
  return {
    size,
    ids: rows.map((row) => row.id),
    indexOf: new Map(rows.map((row, i) => [row.id, i])),
    names: rows.map((row) => row.name),
    brands: rows.map((row) => row.brand),
    districts: rows.map((row) => row.district),
    tags: rows.map((row) => row.tags),
    currencies: rows.map((row) => row.currency),
    latitude,
    longitude,
    priceLevel: column(Uint8Array, rows, (row) => row.priceLevel ?? 0),
    averageSpend: column(Float64Array, rows, (row) => row.averageSpend ?? Number.NaN),
    feeRate: column(Float64Array, rows, (row) => row.feeRate ?? defaultFeeRate),
    costPerOrder: column(Float64Array, rows, (row) => row.costPerOrder),
    preparationMinutes: column(Float64Array, rows, (row) => row.preparationMinutes ?? Number.NaN),
    deliveryRangeKm,
    rating: column(Float64Array, rows, (row) => row.rating ?? Number.NaN),
    ratingCount: column(Int32Array, rows, (row) => row.ratingCount),
    status: column(Uint8Array, rows, (row) => restaurantStatuses.indexOf(row.status)),
    listedAtMs: column(Float64Array, rows, (row) => Date.parse(row.listedAt)),
    ...cuisines,
    timeZone: column(Int32Array, rows, (row) => indexIn(zones, row.timeZone)),
    timeZones: [...zones.keys()],
    ...hours,
    geo,
    reachClasses,
  }
}

interface ColumnType<T> {
  new (length: number): T
}

function column<T extends { [index: number]: number }>(
  Type: ColumnType<T>,
  rows: readonly Restaurant[],
  value: (row: Restaurant) => number,
): T {
  const out = new Type(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = value(rows[i]!)
  return out
}

function indexIn(known: Map<string, number>, name: string): number {
  let index = known.get(name)
  if (index === undefined) {
    index = known.size
    known.set(name, index)
  }
  return index
}

function indexCuisines(rows: readonly Restaurant[]) {
  // The first spelling in order of restaurant id is the one shown.
  const spelling = new Map<string, string>()
  for (const row of rows) {
    for (const name of row.cuisines) {
      const key = name.toLowerCase()
      if (!spelling.has(key)) spelling.set(key, name)
    }
  }
  const keys = [...spelling.keys()].sort()
  const cuisineIndex = new Map(keys.map((key, i) => [key, i]))
  const cuisineStart = new Int32Array(rows.length + 1)
  const flat: number[] = []
  rows.forEach((row, i) => {
    const own = new Set(row.cuisines.map((name) => cuisineIndex.get(name.toLowerCase())!))
    flat.push(...own)
    cuisineStart[i + 1] = flat.length
  })
  return {
    cuisineNames: keys.map((key) => spelling.get(key)!),
    cuisineIndex,
    cuisineStart,
    cuisines: Int32Array.from(flat),
  }
}

function layOutHours(rows: readonly Restaurant[]) {
  const hoursStart = new Int32Array(rows.length + 1)
  const from: number[] = []
  const to: number[] = []
  rows.forEach((row, i) => {
    for (const span of (row.hours ?? []).map(toWeekSpan)) {
      from.push(span.from)
      to.push(span.to)
    }
    hoursStart[i + 1] = from.length
  })
  return {
    hoursStart,
    hoursFrom: Int32Array.from(from),
    hoursTo: Int32Array.from(to),
    hoursKnown: column(Uint8Array, rows, (row) => (row.hours === null ? 0 : 1)),
  }
}
