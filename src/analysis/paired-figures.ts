import { bootstrapMean, type Interval } from '../numeric/bootstrap.ts'
import { createRandom } from '../numeric/random.ts'

export interface FigureOptions {
  readonly seed: number
  readonly resamples?: number
}

/**
 * Means of figures that belong to requests, with 95 % bootstrap intervals over users. Every key and every call has the same draws of users, so that
 * what is said of two ways to serve, and of their difference, is said of the same people.
 * @param users users[n] is whose request n is
 * @returns a function that takes request n's value of a key (null: not known); null for a key of which nothing is known
 */
export function pairedFigures<K extends string>(
  keys: readonly K[],
  users: readonly string[],
  { seed, resamples = 500 }: FigureOptions,
): (of: (n: number, key: K) => number | null) => Record<K, Interval | null> {
  const interval = (of: (n: number) => number | null) => {
    const values: number[] = []
    const known: string[] = []
    users.forEach((user, n) => {
      const value = of(n)
      if (value === null) return
      values.push(value)
      known.push(user)
    })
    return bootstrapMean(values, known, { random: createRandom(seed).fork('users'), resamples })
  }
  return (of) =>
    Object.fromEntries(keys.map((key) => [key, interval((n) => of(n, key))])) as Record<K, Interval | null>
}

/** a − b; null where one of the two is not known. */
export const difference = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b
