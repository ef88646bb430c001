import { runSteps, type Steps } from '../numeric/steps.ts'
import { geoIndexSteps } from './build-geo-index.ts'
import type { Catalogue } from './catalogue.ts'
import { read } from './columns.ts'
import { createHoursReader, indexSteps, layOutCuisines, layOutHours, layOutZones } from './lay-out.ts'
import { reachClassSteps } from './reach-classes.ts'
import type { Restaurant } from './schema.ts'

/** Lays restaurants out as columns in ascending order of id (by UTF-16 units, so that every machine agrees). */
export function buildCatalogue(restaurants: readonly Restaurant[]): Catalogue {
  return runSteps(buildCatalogueSteps(restaurants))
}

/** The same, with stops in between at which a server can answer others. */
export function* buildCatalogueSteps(restaurants: readonly Restaurant[]): Steps<Catalogue> {
  const rows = [...restaurants].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const size = rows.length
  yield
  const cuisines = yield* layOutCuisines(size, (i) => rows[i]!.cuisines)
  const hours = yield* layOutHours(size, createHoursReader(rows))
  const latitude = column(Float64Array, rows, read.latitude)
  yield
  const longitude = column(Float64Array, rows, read.longitude)
  yield
  const geo = yield* geoIndexSteps(latitude, longitude)
  const deliveryRangeKm = column(Float64Array, rows, read.deliveryRangeKm)
  const reachClasses = yield* reachClassSteps(latitude, longitude, deliveryRangeKm)
  yield
  const ids = rows.map(read.ids)
  const indexOf = yield* indexSteps(ids)
  const names = rows.map(read.names)
  const tags = rows.map(read.tags)
  yield
  const brands = rows.map(read.brands)
  const districts = rows.map(read.districts)
  const currencies = rows.map(read.currencies)
  yield
  const zones = layOutZones(size, (i) => rows[i]!.timeZone)
  yield
  const money = {
    priceLevel: column(Uint8Array, rows, read.priceLevel),
    averageSpend: column(Float64Array, rows, read.averageSpend),
    feeRate: column(Float64Array, rows, read.feeRate),
    costPerOrder: column(Float64Array, rows, read.costPerOrder),
  }
  yield
  const listedAtMs = column(Float64Array, rows, read.listedAtMs)
  yield
  return {
    size,
    indexOf,
    ids,
    names,
    brands,
    districts,
    tags,
    currencies,
    latitude,
    longitude,
    ...money,
    preparationMinutes: column(Float64Array, rows, read.preparationMinutes),
    deliveryRangeKm,
    rating: column(Float64Array, rows, read.rating),
    ratingCount: column(Int32Array, rows, read.ratingCount),
    status: column(Uint8Array, rows, read.status),
    listedAtMs,
    ...cuisines,
    ...zones,
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
