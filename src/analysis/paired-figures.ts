import { bootstrapMean, type Interval } from '../numeric/bootstrap.ts'
import { createRandom } from '../numeric/random.ts'
import { runSteps, type Steps } from './steps.ts'

export interface FigureOptions {
  readonly seed: number
  readonly resamples?: number
}

/** Request n's value of a key; null: not known. */
type ValueOf<K> = (n: number, key: K) => number | null
/** null for a key of which nothing is known */
type Figures<K extends string> = Record<K, Interval | null>

/**
 * Means of figures that belong to requests, with 95 % bootstrap intervals over users. Every key and every call has the same draws of users, so that
 * what is said of two ways to serve, and of their difference, is said of the same people.
 * @param users users[n] is whose request n is
 */
export function pairedFigures<K extends string>(
  keys: readonly K[],
  users: readonly string[],
  options: FigureOptions,
): (of: ValueOf<K>) => Figures<K> {
  const steps = pairedFigureSteps(keys, users, options)
  return (of) => runSteps(steps(of))
}

/** `pairedFigures` in steps of one interval each. */
export function pairedFigureSteps<K extends string>(
  keys: readonly K[],
  users: readonly string[],
  { seed, resamples = 500 }: FigureOptions,
): (of: ValueOf<K>) => Steps<Figures<K>> {
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
  return function* (of) {
    const found: [K, Interval | null][] = []
    for (const key of keys) {
      found.push([key, interval((n) => of(n, key))])
      yield
    }
    return Object.fromEntries(found) as Figures<K>
  }
}

/** a − b; null where one of the two is not known. */
export const difference = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b
