import type { Catalogue } from '../../../catalog/catalogue.ts'
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

export function buildItemTable(catalogue: Catalogue): ItemTable {
  const { size, brands } = catalogue
  const numbers = new Map<string, number>()
  const brand = Int32Array.from({ length: size }, (_, i) => {
    const name = brands[i]
    if (name === null || name === undefined) return -1
    if (!numbers.has(name)) numbers.set(name, numbers.size)
    return numbers.get(name)!
  })
  return {
    cuisineWeight: weighCuisines(catalogue),
    brand,
    rating: Float64Array.from({ length: size }, (_, i) =>
      shrunkenRating(catalogue.rating[i]!, catalogue.ratingCount[i]!),
    ),
    ratingCount: Float64Array.from({ length: size }, (_, i) => Math.log1p(catalogue.ratingCount[i]!) / 5),
  }
}

function weighCuisines({ size, cuisines, cuisineStart, cuisineNames }: Catalogue): Float64Array {
  const restaurants = new Int32Array(cuisineNames.length)
  for (const cuisine of cuisines) restaurants[cuisine]!++
  const weights = Float64Array.from(cuisines, (cuisine) => Math.log(1 + size / restaurants[cuisine]!))
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

/** The operator with rows and columns numbered as the catalogue's; restaurants that are gone drop out, new ones have no row. */
export function bindOperator(
  operator: ItemOperator,
  ids: readonly string[],
  catalogue: Pick<Catalogue, 'size' | 'indexOf'>,
): ItemOperator {
  const to = Int32Array.from(ids, (id) => catalogue.indexOf.get(id) ?? -1)
  const from = new Int32Array(catalogue.size).fill(-1)
  to.forEach((item, row) => {
    if (item >= 0) from[item] = row
  })
  const rowStart = new Int32Array(catalogue.size + 1)
  const columns = new Int32Array(operator.columns.length)
  const values = new Float32Array(operator.values.length)
  let filled = 0
  for (let item = 0; item < catalogue.size; item++) {
    const row = from[item]!
    for (let e = row < 0 ? 0 : operator.rowStart[row]!; row >= 0 && e < operator.rowStart[row + 1]!; e++) {
      const column = to[operator.columns[e]!]!
      if (column < 0) continue
      columns[filled] = column
      values[filled++] = operator.values[e]!
    }
    rowStart[item + 1] = filled
  }
  return {
    items: catalogue.size,
    rowStart,
    columns: columns.subarray(0, filled),
    values: values.subarray(0, filled),
  }
}
