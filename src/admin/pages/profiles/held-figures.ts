import type { SampledComparison } from '../../../client/index.ts'
import { directionOf, formatChange, formatRelative, type Interval } from '../../text/format.ts'
import type { TotalKey } from '../shared/totals.ts'

type Side = SampledComparison['sides'][number]

/** One side of a sampled comparison held against another. */
export interface Held {
  readonly before: Side
  readonly after: Side
  readonly change: Readonly<Record<TotalKey, Interval | null>>
}

const minus = (value: number | null) => (value === null ? null : 0 - value)

/** The difference the other way round, with its interval. */
export const negated = (interval: Interval | null): Interval | null =>
  interval && { mean: 0 - interval.mean, low: minus(interval.high), high: minus(interval.low) }

/**
 * `after` held against `before`, from a comparison whose first side is one of the two: differences are paired, so the other way
 * round they only change their sign. @returns null when the comparison cannot say it
 */
export function heldAgainst(report: SampledComparison, before: string, after: string): Held | null {
  const sideOf = (name: string) => report.sides.find((side) => side.name === name)
  const [left, right, first] = [sideOf(before), sideOf(after), report.sides[0]]
  if (!left || !right || left === right || report.requests === 0) return null
  if (first === left) return { before: left, after: right, change: right.change }
  if (first !== right) return null
  const { orders, revenue, margin, waitMinutes, predictedMs } = left.change
  const change = {
    orders: negated(orders),
    revenue: negated(revenue),
    margin: negated(margin),
    waitMinutes: negated(waitMinutes),
    predictedMs: negated(predictedMs),
  }
  return { before: left, after: right, change }
}

/** What rounds to nothing is no change to speak of, however sure it is: `0.0 %`. */
export const isNothing = (words: string): boolean => /^[+−]?0(\.0+)?(\u202f.*)?$/.test(words)

/** How relevance, revenue and time changed, as one would say it. */
export function inWords({ before, after, change }: Held): string {
  const relative = (key: TotalKey) =>
    formatRelative(before.totals[key]?.mean, after.totals[key]?.mean).replace(/^[+−]/, '')
  const said = (key: TotalKey, more: string, less: string, what: string) => {
    const direction = directionOf(change[key])
    if (direction === 'unclear') return `no clear change in ${what}`
    if (isNothing(relative(key))) return `as good as no change in ${what}`
    return `${relative(key)} ${direction === 'up' ? more : less} ${what}`
  }
  return [
    said('orders', 'more', 'less', 'relevance'),
    said('revenue', 'more', 'less', 'revenue'),
    inTime(change.predictedMs),
  ].join(', ')
}

function inTime(change: Interval | null): string {
  const words = formatChange(change?.mean, 'ms').replace(/^[+−]/, '')
  if (directionOf(change) === 'unclear') return 'no clear change in time'
  if (isNothing(words)) return 'as good as no change in time'
  return `answers ${words} ${directionOf(change) === 'up' ? 'slower' : 'faster'}`
}
