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
  const latitude = yield* column(Float64Array, rows, read.latitude)
  const longitude = yield* column(Float64Array, rows, read.longitude)
  const geo = yield* geoIndexSteps(latitude, longitude)
  const deliveryRangeKm = yield* column(Float64Array, rows, read.deliveryRangeKm)
  const reachClasses = yield* reachClassSteps(latitude, longitude, deliveryRangeKm)
  const ids = yield* column(Array<string>, rows, read.ids)
  const indexOf = yield* indexSteps(ids)
  const zones = layOutZones(size, (i) => rows[i]!.timeZone)
  yield
  return {
    size,
    indexOf,
    ids,
    names: yield* column(Array<string>, rows, read.names),
    brands: yield* column(Array<string | null>, rows, read.brands),
    districts: yield* column(Array<string | null>, rows, read.districts),
    tags: yield* column(Array<string[]>, rows, read.tags),
    currencies: yield* column(Array<string>, rows, read.currencies),
    latitude,
    longitude,
    priceLevel: yield* column(Uint8Array, rows, read.priceLevel),
    averageSpend: yield* column(Float64Array, rows, read.averageSpend),
    feeRate: yield* column(Float64Array, rows, read.feeRate),
    costPerOrder: yield* column(Float64Array, rows, read.costPerOrder),
    preparationMinutes: yield* column(Float64Array, rows, read.preparationMinutes),
    deliveryRangeKm,
    rating: yield* column(Float64Array, rows, read.rating),
    ratingCount: yield* column(Int32Array, rows, read.ratingCount),
    status: yield* column(Uint8Array, rows, read.status),
    listedAtMs: yield* column(Float64Array, rows, read.listedAtMs),
    ...cuisines,
    ...zones,
    ...hours,
    geo,
    reachClasses,
  }
}

const rowsAStep = 8192

/** @param Type of array: Float64Array, Array<string> */
function* column<Value, Column extends { [index: number]: Value }>(
  Type: new (length: number) => Column,
  rows: readonly Restaurant[],
  value: (row: Restaurant) => Value,
): Steps<Column> {
  const out: { [index: number]: Value } & Column = new Type(rows.length)
  for (let i = 0; i < rows.length; i++) {
    out[i] = value(rows[i]!)
    if (i % rowsAStep === rowsAStep - 1) yield
  }
  return out
}
