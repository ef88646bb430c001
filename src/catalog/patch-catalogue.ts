import type { Steps } from '../numeric/steps.ts'
import { geoIndexSteps } from './build-geo-index.ts'
import type { Catalogue } from './catalogue.ts'
import { read } from './columns.ts'
import { createHoursReader, indexSteps, layOutCuisines, layOutZones } from './lay-out.ts'
import type { WeekSpan } from './opening-hours.ts'
import { reachClassSteps } from './reach-classes.ts'
import type { Restaurant } from './schema.ts'

export interface CatalogueChange {
  /** New ones, and those that are stored differently now; in any order. */
  readonly changed: readonly Restaurant[]
  readonly removed: readonly string[]
}

/**
 * The catalogue that `buildCatalogue` makes of the restaurants after a change, with stops in between. What no change touches is not made
 * again: a column whose values stay is the very same column, and so is what is made of such columns.
 */
export function* patchCatalogueSteps(before: Catalogue, change: CatalogueChange): Steps<Catalogue> {
  const from = yield* sourceSteps(before, change)
  const { rows, size, hasSameIds } = from
  const pick = <T>(column: readonly T[], value: (row: Restaurant) => T): readonly T[] => {
    if (hasSameIds && rows.every((row, k) => value(row) === column[from.places[k]!])) return column
    return moved(from, column, value)
  }
  const ids = pick(before.ids, read.ids)
  const texts = {
    ids,
    names: pick(before.names, read.names),
    brands: pick(before.brands, read.brands),
  }
  if (!hasSameIds) yield
  const labels = {
    districts: pick(before.districts, read.districts),
    currencies: pick(before.currencies, read.currencies),
    tags: pickLists(before.tags, from, read.tags),
  }
  yield
  const indexOf = hasSameIds ? before.indexOf : yield* indexSteps(ids)
  const numbers = yield* numberSteps(before, from)
  const places = yield* placeSteps(before, numbers)
  const cuisines = yield* cuisineSteps(before, from)
  const zones = zonesAfter(before, from)
  if (!hasSameIds) yield
  const hours = yield* hoursSteps(before, from)
  return { size, ...texts, ...labels, indexOf, ...numbers, ...places, ...cuisines, ...zones, ...hours }
}

/** Where the restaurants of the new catalogue come from. */
interface Sources {
  readonly size: number
  /** the changed ones, in order of id */
  readonly rows: readonly Restaurant[]
  /** index of each of `rows` in the new catalogue */
  readonly places: Int32Array
  /** of restaurant i: its index before, or −1 − k for row k of `rows`; length size */
  readonly sources: Int32Array
  /** True: the same restaurants at the same indices. */
  readonly hasSameIds: boolean
}

function* sourceSteps(before: Catalogue, { changed, removed }: CatalogueChange): Steps<Sources> {
  const byId = new Map(changed.map((row) => [row.id, row]))
  for (const id of removed) byId.delete(id)
  const rows = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const gone = new Set(removed.filter((id) => before.indexOf.has(id)))
  const added = rows.filter(({ id }) => !before.indexOf.has(id)).length
  const size = before.size - gone.size + added
  const sources = new Int32Array(size)
  const places = new Int32Array(rows.length)
  let k = 0
  let i = 0
  const put = (source: number) => {
    if (source < 0) places[-1 - source] = i
    sources[i++] = source
  }
  if (gone.size === 0 && added === 0) {
    for (; i < size; i++) sources[i] = i
    for (const row of rows) {
      i = before.indexOf.get(row.id)!
      put(-1 - k++)
    }
    return { size, rows, places, sources, hasSameIds: true }
  }
  for (let old = 0; old < before.size; old++) {
    const id = before.ids[old]!
    for (; k < rows.length && rows[k]!.id < id; k++) put(-1 - k)
    if (gone.has(id)) continue
    if (k < rows.length && rows[k]!.id === id) put(-1 - k++)
    else put(old)
    if (old % 8192 === 8191) yield
  }
  for (; k < rows.length; k++) put(-1 - k)
  return { size, rows, places, sources, hasSameIds: false }
}

type Column = Float64Array | Int32Array | Uint8Array

function* numberSteps(before: Catalogue, { size, rows, places, sources, hasSameIds }: Sources) {
  const pick = <T extends Column>(column: T, fresh: T, value: (row: Restaurant) => number): T => {
    if (hasSameIds) {
      const values = rows.map(value)
      if (values.every((one, k) => Object.is(one, column[places[k]!]))) return column
      fresh.set(column)
      values.forEach((one, k) => {
        fresh[places[k]!] = one
      })
      return fresh
    }
    for (let i = 0; i < size; i++) {
      const source = sources[i]!
      fresh[i] = source >= 0 ? column[source]! : value(rows[-1 - source]!)
    }
    return fresh
  }
  const floats = (column: Float64Array, value: (row: Restaurant) => number) =>
    pick(column, new Float64Array(size), value)
  const location = {
    latitude: floats(before.latitude, read.latitude),
    longitude: floats(before.longitude, read.longitude),
    deliveryRangeKm: floats(before.deliveryRangeKm, read.deliveryRangeKm),
  }
  yield
  const money = {
    priceLevel: pick(before.priceLevel, new Uint8Array(size), read.priceLevel),
    averageSpend: floats(before.averageSpend, read.averageSpend),
    feeRate: floats(before.feeRate, read.feeRate),
    costPerOrder: floats(before.costPerOrder, read.costPerOrder),
  }
  yield
  const others = {
    preparationMinutes: floats(before.preparationMinutes, read.preparationMinutes),
    rating: floats(before.rating, read.rating),
    ratingCount: pick(before.ratingCount, new Int32Array(size), read.ratingCount),
    status: pick(before.status, new Uint8Array(size), read.status),
    listedAtMs: floats(before.listedAtMs, read.listedAtMs),
  }
  yield
  return { ...location, ...money, ...others }
}

type Places = Pick<Catalogue, 'latitude' | 'longitude' | 'deliveryRangeKm'>

function* placeSteps(before: Catalogue, after: Places): Steps<Pick<Catalogue, 'geo' | 'reachClasses'>> {
  const { latitude, longitude, deliveryRangeKm } = after
  const hasSamePlaces = before.latitude === latitude && before.longitude === longitude
  const geo = hasSamePlaces ? before.geo : yield* geoIndexSteps(latitude, longitude)
  if (hasSamePlaces && before.deliveryRangeKm === deliveryRangeKm) {
    return { geo, reachClasses: before.reachClasses }
  }
  return { geo, reachClasses: yield* reachClassSteps(latitude, longitude, deliveryRangeKm) }
}

/** The values where their restaurants stand now, those of changed ones read anew. */
function moved<T>(
  { size, sources, rows }: Sources,
  column: readonly T[],
  value: (row: Restaurant) => T,
): readonly T[] {
  const out = new Array<T>(size)
  for (let i = 0; i < size; i++) {
    const source = sources[i]!
    out[i] = source >= 0 ? column[source]! : value(rows[-1 - source]!)
  }
  return out
}

const equalLists = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((value, n) => value === b[n])

function pickLists(
  column: Catalogue['tags'],
  from: Sources,
  value: (row: Restaurant) => readonly string[],
): Catalogue['tags'] {
  const { rows, places, hasSameIds } = from
  if (hasSameIds && rows.every((row, k) => equalLists(value(row), column[places[k]!]!))) return column
  return moved(from, column, value)
}

function* cuisineSteps(before: Catalogue, { size, rows, places, sources, hasSameIds }: Sources) {
  const { cuisineNames, cuisineIndex, cuisineStart, cuisines, cuisineSpellings } = before
  const spelled = (item: number) => cuisineSpellings.slice(cuisineStart[item], cuisineStart[item + 1])
  if (hasSameIds && rows.every((row, k) => equalLists(row.cuisines, spelled(places[k]!)))) {
    return { cuisineNames, cuisineIndex, cuisineStart, cuisines, cuisineSpellings }
  }
  return yield* layOutCuisines(size, (i) => {
    const source = sources[i]!
    return source >= 0 ? spelled(source) : rows[-1 - source]!.cuisines
  })
}

function zonesAfter(before: Catalogue, { size, rows, places, sources, hasSameIds }: Sources) {
  const { timeZones, timeZone } = before
  const zoneOf = (item: number) => timeZones[timeZone[item]!]!
  if (hasSameIds && rows.every((row, k) => row.timeZone === zoneOf(places[k]!)))
    return { timeZone, timeZones }
  return layOutZones(size, (i) => (sources[i]! >= 0 ? zoneOf(sources[i]!) : rows[-1 - sources[i]!]!.timeZone))
}

function* hoursSteps(before: Catalogue, { size, rows, places, sources, hasSameIds }: Sources) {
  const { hoursStart, hoursFrom, hoursTo, hoursKnown } = before
  const readRow = createHoursReader(rows)
  const spansOf = (item: number): readonly WeekSpan[] | null => {
    if (hoursKnown[item] === 0) return null
    const spans: WeekSpan[] = []
    for (let s = hoursStart[item]!; s < hoursStart[item + 1]!; s++) {
      spans.push({ from: hoursFrom[s]!, to: hoursTo[s]! })
    }
    return spans
  }
  if (hasSameIds && rows.every((_, k) => equalSpans(readRow(k), spansOf(places[k]!)))) {
    return { hoursStart, hoursFrom, hoursTo, hoursKnown }
  }
  const after = { hoursStart: new Int32Array(size + 1), hoursKnown: new Uint8Array(size) }
  for (let i = 0; i < size; i++) {
    const source = sources[i]!
    const spans = source < 0 ? readRow(-1 - source) : null
    const count = source < 0 ? (spans?.length ?? 0) : hoursStart[source + 1]! - hoursStart[source]!
    after.hoursStart[i + 1] = after.hoursStart[i]! + count
    after.hoursKnown[i] = source < 0 ? Number(spans !== null) : hoursKnown[source]!
  }
  yield
  const from = new Int32Array(after.hoursStart[size]!)
  const to = new Int32Array(from.length)
  for (let i = 0; i < size; i++) {
    const source = sources[i]!
    const at = after.hoursStart[i]!
    if (source >= 0) {
      const start = hoursStart[source]!
      for (let s = start; s < hoursStart[source + 1]!; s++) {
        from[at + s - start] = hoursFrom[s]!
        to[at + s - start] = hoursTo[s]!
      }
    } else {
      readRow(-1 - source)?.forEach((span, s) => {
        from[at + s] = span.from
        to[at + s] = span.to
      })
    }
    if (i % 8192 === 8191) yield
  }
  return { ...after, hoursFrom: from, hoursTo: to }
}

function equalSpans(a: readonly WeekSpan[] | null, b: readonly WeekSpan[] | null): boolean {
  if (a === null || b === null) return a === b
  return a.length === b.length && a.every(({ from, to }, n) => from === b[n]!.from && to === b[n]!.to)
}
