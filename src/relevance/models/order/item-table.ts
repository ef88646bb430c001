import type { Catalogue } from '../../../catalog/catalogue.ts'
import { floatColumn } from '../../../numeric/float-column.ts'
import type { Steps } from '../../../numeric/steps.ts'
import type { ItemOperator } from '../collaborative/operator.ts'

/** What the order model needs of each restaurant and never changes while it is bound. */
export interface ItemTable {
  /** restaurant i's weight for each of its cuisines, parallel to `catalogue.cuisines`: inverse document frequencies of length 1 */
  readonly cuisineWeight: Float64Array
  /** number of the brand; -1: none */
  readonly brand: Int32Array
  /** rating over 4, shrunken by its count; 0: none */
  readonly rating: Float64Array
  /** log(1 + ratings) / 5 */
  readonly ratingCount: Float64Array
}

/**
 * With stops in between.
 * @param like the table of another catalogue; what was made of the very same columns is taken from there
 */
export function* itemTableSteps(
  catalogue: Catalogue,
  like?: { readonly of: Catalogue; readonly table: ItemTable },
): Steps<ItemTable> {
  const { size, cuisines, cuisineStart, brands, rating, ratingCount } = catalogue
  const { of, table } = like ?? {}
  const hasSameCuisines = of?.cuisines === cuisines && of.cuisineStart === cuisineStart
  const hasSameRatings = of?.rating === rating && of.ratingCount === ratingCount
  const cuisineWeight = hasSameCuisines ? table!.cuisineWeight : weighCuisines(catalogue)
  yield
  const brand = of?.brands === brands ? table!.brand : numberBrands(brands)
  yield
  if (hasSameRatings) return { cuisineWeight, brand, rating: table!.rating, ratingCount: table!.ratingCount }
  const shrunken = floatColumn(size, (i) => shrunkenRating(rating[i]!, ratingCount[i]!))
  yield
  const counts = floatColumn(size, (i) => Math.log1p(ratingCount[i]!) / 5)
  return { cuisineWeight, brand, rating: shrunken, ratingCount: counts }
}

function numberBrands(brands: Catalogue['brands']): Int32Array {
  const numbers = new Map<string, number>()
  const brand = new Int32Array(brands.length).fill(-1)
  brands.forEach((name, i) => {
    if (name === null) return
    if (!numbers.has(name)) numbers.set(name, numbers.size)
    brand[i] = numbers.get(name)!
  })
  return brand
}

function weighCuisines({ size, cuisines, cuisineStart, cuisineNames }: Catalogue): Float64Array {
  const restaurants = new Int32Array(cuisineNames.length)
  for (const cuisine of cuisines) restaurants[cuisine]!++
  const rarity = floatColumn(restaurants.length, (cuisine) => Math.log(1 + size / restaurants[cuisine]!))
  const weights = floatColumn(cuisines.length, (c) => rarity[cuisines[c]!]!)
  for (let i = 0; i < size; i++) {
    let squares = 0
    for (let c = cuisineStart[i]!; c < cuisineStart[i + 1]!; c++) squares += weights[c]! ** 2
    const length = Math.sqrt(squares)
    for (let c = cuisineStart[i]!; c < cuisineStart[i + 1]!; c++) weights[c] = weights[c]! / length
  }
  return weights
}

/** A rating without a count is worth five. */
export function shrunkenRating(rating: number, count: number): number {
  return Number.isNaN(rating) ? 0 : ((rating - 4) * (count + 5)) / (count + 25)
}

const idsAStep = 2048
/** Entries of the operator that are renumbered in one go; a millisecond or so. */
const entriesAStep = 100_000

/**
 * The operator with rows and columns numbered as the catalogue's, with stops in between; restaurants that are gone drop out, new ones have
 * no row. Where both number alike, it is the operator itself.
 */
export function* bindOperatorSteps(
  operator: ItemOperator,
  ids: readonly string[],
  catalogue: Pick<Catalogue, 'size' | 'ids' | 'indexOf'>,
): Steps<ItemOperator> {
  if (ids.length === catalogue.size && ids.every((id, i) => id === catalogue.ids[i])) return operator
  yield
  const to = new Int32Array(ids.length)
  const from = new Int32Array(catalogue.size).fill(-1)
  for (let row = 0; row < ids.length; row++) {
    const item = catalogue.indexOf.get(ids[row]!) ?? -1
    to[row] = item
    if (item >= 0) from[item] = row
    if ((row + 1) % idsAStep === 0) yield
  }
  yield
  const rowStart = new Int32Array(catalogue.size + 1)
  const columns = new Int32Array(operator.columns.length)
  const values = new Float32Array(operator.values.length)
  let filled = 0
  let pause = entriesAStep
  for (let item = 0; item < catalogue.size; item++) {
    const row = from[item]!
    if (row >= 0) filled = renumberRow(operator, row, to, columns, values, filled)
    rowStart[item + 1] = filled
    if (filled < pause) continue
    pause = filled + entriesAStep
    yield
  }
  return {
    items: catalogue.size,
    rowStart,
    columns: columns.subarray(0, filled),
    values: values.subarray(0, filled),
  }
}

/** Appends a row at `filled`. @returns where the next one goes */
function renumberRow(
  operator: ItemOperator,
  row: number,
  to: Int32Array,
  columns: Int32Array,
  values: Float32Array,
  filled: number,
): number {
  const end = operator.rowStart[row + 1]!
  let next = filled
  for (let e = operator.rowStart[row]!; e < end; e++) {
    const column = to[operator.columns[e]!]!
    if (column < 0) continue
    columns[next] = column
    values[next++] = operator.values[e]!
  }
  return next
}
