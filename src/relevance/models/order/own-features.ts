import { column, ownColumns } from './features.ts'
import type { OwnPast } from './own-places.ts'

const dayMs = 86_400_000

/** Row n: the `own…` features, without distance and company, of the place of rank n + 1. */
export function describeOwnPlaces(past: OwnPast, atMs: number): Float64Array {
  const out = new Float64Array(past.ordered.length * ownColumns)
  const experience = Math.log1p(past.orders)
  past.ordered.forEach((place, n) => {
    const row = n * ownColumns
    const days = (atMs - place.lastAtMs) / dayMs
    out[row + column.own] = 1
    out[row + column['own-week']] = Math.log1p(place.week * 10)
    out[row + column['own-month']] = Math.log1p(place.month * 10)
    out[row + column['own-season']] = Math.log1p(place.season * 10)
    out[row + column['own-count']] = Math.log1p(place.orders)
    out[row + column['own-experience']] = experience
    out[row + column['own-last']] = place.rank === 1 ? 1 : 0
    out[row + column['own-rank']] = 1 / place.rank
    out[row + column['own-since']] = Math.log(days + 0.02)
    out[row + column['own-gap']] = Math.log((days + 0.1) / (past.gapDays + 0.5))
    out[row + column['own-sated']] = Math.exp(-2.4 * days)
    out[row + column['own-hour']] = Math.log((place.habitHour + 0.09) / (place.habit + 0.3))
  })
  return out
}
