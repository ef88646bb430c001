import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Steps } from '../../../numeric/steps.ts'
import type { ItemOperator } from '../collaborative/operator.ts'
import type { ItemTable } from './item-table.ts'

/** Cuisines that take part, the most common ones: of the others too little is known, and pairs grow as the square. */
const mostCuisines = 256
/** Entries of the operator that are looked at, about: each pair of cuisines is met by many. */
const lookedAt = 1_000_000

/** Of those, in one go; a few milliseconds. */
const entriesAStep = 30_000

export interface CuisineKinship {
  /** Adds to `out` (by cuisine) what a liking of `cuisine` of this strength says of all others. */
  spread(cuisine: number, strength: number, out: Float64Array): void
}

/**
 * Which cuisines the same people order: the logarithm of how much more of the operator's weight joins two cuisines than chance
 * would, with the weight of an average pair added to both. Single places meet seldom, their cuisines often. With stops in between.
 */
export function* cuisineKinshipSteps(
  catalogue: Pick<Catalogue, 'size' | 'cuisines' | 'cuisineStart' | 'cuisineNames'>,
  { cuisineWeight }: Pick<ItemTable, 'cuisineWeight'>,
  operator: ItemOperator,
): Steps<CuisineKinship> {
  const { cuisines, cuisineStart, size } = catalogue
  const { numbers, count } = commonCuisines(catalogue)
  const joint = new Float64Array(count * count)
  const from = new Float64Array(count)
  const to = new Float64Array(count)
  let total = 0
  const join = (a: number, b: number, value: number) => {
    const [row, column] = [numbers[cuisines[a]!]!, numbers[cuisines[b]!]!]
    if (row < 0 || column < 0 || !(value > 0)) return
    joint[row * count + column]! += value
    from[row]! += value
    to[column]! += value
    total += value
  }
  const stride = Math.ceil(Math.max(1, operator.values.length / lookedAt))
  let seen = 0
  for (let i = 0; i < size; i += stride) {
    seen += operator.rowStart[i + 1]! - operator.rowStart[i]!
    if (seen > entriesAStep) {
      seen = 0
      yield
    }
    for (let e = operator.rowStart[i]!; e < operator.rowStart[i + 1]!; e++) {
      const j = operator.columns[e]!
      for (let a = cuisineStart[i]!; a < cuisineStart[i + 1]!; a++) {
        for (let b = cuisineStart[j]!; b < cuisineStart[j + 1]!; b++) {
          join(a, b, operator.values[e]! * cuisineWeight[a]! * cuisineWeight[b]!)
        }
      }
    }
  }
  const prior = total / (count * count)
  const lift = joint.map((value, n) => {
    const expected = total > 0 ? (from[Math.floor(n / count)]! * to[n % count]!) / total : 0
    return total > 0 ? Math.log((value + prior) / (expected + prior)) : 0
  })
  return {
    spread(cuisine, strength, out) {
      const row = numbers[cuisine]!
      if (row < 0) return
      for (let c = 0; c < numbers.length; c++) {
        if (numbers[c]! >= 0) out[c]! += strength * lift[row * count + numbers[c]!]!
      }
    },
  }
}

/** numbers[cuisine]: consecutive for those that take part; -1: the others. */
function commonCuisines({ cuisines, cuisineNames }: Pick<Catalogue, 'cuisines' | 'cuisineNames'>) {
  const places = new Int32Array(cuisineNames.length)
  for (const cuisine of cuisines) places[cuisine]!++
  const order = Int32Array.from(places, (_, c) => c).sort((a, b) => places[b]! - places[a]! || a - b)
  const numbers = new Int32Array(cuisineNames.length).fill(-1)
  const count = Math.min(order.length, mostCuisines)
  for (let n = 0; n < count; n++) numbers[order[n]!] = n
  return { numbers, count }
}
