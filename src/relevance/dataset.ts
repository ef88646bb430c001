import type { Catalogue } from '../catalog/catalogue.ts'
import type { History } from '../interactions/history.ts'
import { interactionTypes } from '../interactions/schema.ts'
import type { Origin } from './model.ts'
import type { PositionCounts } from './position-bias.ts'

export const orderType = interactionTypes.indexOf('order')

/** All interactions with known restaurants as parallel columns, ascending by time, ties by interaction id. */
export interface Dataset {
  readonly catalogue: Catalogue
  readonly users: readonly DatasetUser[]
  readonly length: number
  /** index into the catalogue */
  readonly restaurant: Int32Array
  /** index into `users` */
  readonly user: Int32Array
  /** index into `interactionTypes` */
  readonly type: Uint8Array
  readonly atMs: Float64Array
  /** NaN: none */
  readonly amount: Float64Array
  /** NaN: none */
  readonly rating: Float64Array
  /** lists that were shown lately; absent: none are known */
  readonly positions?: PositionCounts
  /** SHA-256 of restaurants, users and rows, hex */
  readonly hash: string
}

export interface DatasetUser {
  readonly id: string
  readonly origins: readonly Origin[]
  /** indices into `catalogue.cuisineNames` */
  readonly likedCuisines: readonly number[]
  /** 1 to 4; 0: any */
  readonly maxPriceLevel: number
  /** What they did counts for places, never for a picture of them: no occasion, no company of others, no history. */
  readonly optedOut: boolean
}

/** Interactions of one user that serving looks at, at most. */
export const historyLimit = 500

/** Hands out what a user had done before a row, without copying. */
export interface Histories {
  /** The user's rows before `row` of the dataset; the latest `historyLimit`. Rows must be asked for in ascending order. */
  before(user: number, row: number): History
}

/** Lays each user's rows out as one stretch, so that a history is a view. */
export function createHistories(dataset: Dataset): Histories {
  const { length, users } = dataset
  const start = new Int32Array(users.length + 1)
  for (let row = 0; row < length; row++) start[dataset.user[row]! + 1]!++
  for (let u = 0; u < users.length; u++) start[u + 1]! += start[u]!
  const filled = start.slice(0, users.length)
  const rows = new Int32Array(length)
  for (let row = 0; row < length; row++) rows[filled[dataset.user[row]!]!++] = row
  const restaurant = Int32Array.from(rows, (row) => dataset.restaurant[row]!)
  const type = Uint8Array.from(rows, (row) => dataset.type[row]!)
  const atMs = Float64Array.from(rows, (row) => dataset.atMs[row]!)
  const amount = Float64Array.from(rows, (row) => dataset.amount[row]!)
  const rating = Float64Array.from(rows, (row) => dataset.rating[row]!)
  const reached = start.slice(0, users.length)
  return {
    before(user, row) {
      let end = reached[user]!
      while (end < start[user + 1]! && rows[end]! < row) end++
      reached[user] = end
      const from = Math.max(start[user]!, end - historyLimit)
      return {
        length: end - from,
        restaurant: restaurant.subarray(from, end),
        type: type.subarray(from, end),
        atMs: atMs.subarray(from, end),
        amount: amount.subarray(from, end),
        rating: rating.subarray(from, end),
      }
    },
  }
}

/** Rows of orders, in time order. */
export function orderRows(dataset: Dataset): Int32Array {
  let count = 0
  for (let row = 0; row < dataset.length; row++) if (dataset.type[row] === orderType) count++
  const rows = new Int32Array(count)
  let filled = 0
  for (let row = 0; row < dataset.length; row++) if (dataset.type[row] === orderType) rows[filled++] = row
  return rows
}

/** Orders of users who have not opted out. */
export function trainingRows(dataset: Dataset): Int32Array {
  return orderRows(dataset).filter((row) => !dataset.users[dataset.user[row]!]!.optedOut)
}

/** The same data as far as the rows before `end`. */
export function datasetBefore(dataset: Dataset, end: number): Dataset {
  return {
    ...dataset,
    length: end,
    restaurant: dataset.restaurant.subarray(0, end),
    user: dataset.user.subarray(0, end),
    type: dataset.type.subarray(0, end),
    atMs: dataset.atMs.subarray(0, end),
    amount: dataset.amount.subarray(0, end),
    rating: dataset.rating.subarray(0, end),
  }
}
