import type { GrowthTask } from './tasks.ts'

export interface GrowthOptions {
  /** whether it runs, not how fast: the smallest of each */
  readonly quick: boolean
  /** restaurants and orders at most; larger tasks are left out */
  readonly restaurantsUpTo: number
  readonly ordersUpTo: number
  readonly rounds: number
}

const thousands = [1000, 10_000, 100_000, 1_000_000]
/** So many restaurants and more, in one city, no longer mean anything, and learning their company takes long. */
const densestCity = 100_000
const orders = [100_000, 1_000_000, 10_000_000, 50_000_000]
/** A city this large has its company counted; one of the other size, learnt by the spectral model. */
export const countedCity = 4000
export const spectralCity = 5000
/** Of a whole model, and of one fit of all markets: to be compared with, where they do not take all day. */
const largestCompared = 10_000_000

/** Every measurement there is, the cheaper ones first. */
export function planTasks({ quick, restaurantsUpTo, ordersUpTo, rounds }: GrowthOptions): GrowthTask[] {
  const sizes = quick ? [200] : thousands.filter((size) => size <= restaurantsUpTo)
  const counts = quick ? [5000] : orders.filter((count) => count <= ordersUpTo)
  const compared = counts.filter((count) => count <= largestCompared)
  const catalogue = (restaurants: number, perCity: number, hasUnknownRanges = false) =>
    ({ kind: 'catalogue', restaurants, perCity, hasUnknownRanges, rounds }) as const
  const operator = (count: number, perCity: number, byMarket: boolean) =>
    ({ kind: 'operator', orders: count, perCity, byMarket }) as const
  return [
    ...sizes.map((size) => catalogue(size, Math.min(size, 1000))),
    ...sizes.filter((size) => size > 10_000).map((size) => catalogue(size, 10_000)),
    ...sizes.filter((size) => size > 1000 && size <= densestCity).map((size) => catalogue(size, size)),
    ...(quick ? [] : sizes.map((size) => catalogue(size, 1000, true))),
    ...counts.map((count) => operator(count, countedCity, true)),
    ...compared.filter((count) => count > 100_000).map((count) => operator(count, spectralCity, true)),
    ...compared.filter((count) => count > 100_000).map((count) => operator(count, spectralCity, false)),
    ...compared.map((count) => ({ kind: 'model', orders: count, perCity: countedCity }) as const),
  ]
}
