import { isNew } from '../catalog/new-places.ts'
import { bootstrapMean, type Interval } from '../numeric/bootstrap.ts'
import { createRandom } from '../numeric/random.ts'
import { discount } from '../ranking/guardrails.ts'
import { seenPlaces } from './columns.ts'
import type { RankedSide } from './compare.ts'

/** What a list is judged by, in natural units; `ndcg`: NDCG@10 of what was ordered, `newPlaces`: share of exposure. */
export const predictedMeasures = [
  'orders',
  'revenue',
  'margin',
  'waitMinutes',
  'discovery',
  'newPlaces',
  'ndcg',
  'predictedMs',
] as const
export type PredictedMeasure = (typeof predictedMeasures)[number]

/** Means a request with 95 % intervals over users; null: not known. */
export interface Prediction {
  readonly requests: number
  readonly users: number
  readonly measures: Readonly<
    Record<
      PredictedMeasure,
      { readonly live: Interval | null; readonly proposed: Interval | null; readonly change: Interval | null }
    >
  >
}

/** Collects what two sides, the live profile and a proposed one, make of requests that the proposal was not fitted on. */
export function createPrediction() {
  const users: string[] = []
  const rows: Record<PredictedMeasure, { live: number | null; proposed: number | null }[]> = {
    orders: [],
    revenue: [],
    margin: [],
    waitMinutes: [],
    discovery: [],
    newPlaces: [],
    ndcg: [],
    predictedMs: [],
  }
  return {
    /** @param ordered catalogue index; null: not known */
    add(user: string, live: RankedSide, proposed: RankedSide, ordered: number | null): void {
      if (live.items.length === 0 && proposed.items.length === 0) return
      users.push(user)
      const [before, after] = [measure(live, ordered), measure(proposed, ordered)]
      for (const key of predictedMeasures) rows[key].push({ live: before[key], proposed: after[key] })
    },

    /** null: there was no request. The same additions and seed give the same prediction. */
    report(seed: number): Prediction | null {
      if (users.length === 0) return null
      const interval = (
        key: PredictedMeasure,
        side: string,
        value: (row: (typeof rows)[typeof key][number]) => number | null,
      ) => {
        const known = rows[key].flatMap((row, n) => {
          const own = value(row)
          return own === null ? [] : [{ own, user: users[n]! }]
        })
        const random = createRandom(seed).fork(`${key}.${side}`)
        return bootstrapMean(
          known.map(({ own }) => own),
          known.map(({ user }) => user),
          { random },
        )
      }
      const measures = Object.fromEntries(
        predictedMeasures.map((key) => [
          key,
          {
            live: interval(key, 'live', (row) => row.live),
            proposed: interval(key, 'proposed', (row) => row.proposed),
            change: interval(key, 'change', ({ live, proposed }) =>
              live === null || proposed === null ? null : proposed - live,
            ),
          },
        ]),
      ) as Prediction['measures']
      return { requests: users.length, users: new Set(users).size, measures }
    },
  }
}

function measure(
  { side, items, totals }: RankedSide,
  ordered: number | null,
): Record<PredictedMeasure, number | null> {
  const { listedAtMs } = side.world.catalogue
  const fresh = items.reduce(
    (sum, item, place) => sum + (isNew(listedAtMs[item]!, side.request.atMs) ? discount(place + 1) : 0),
    0,
  )
  const place = ordered === null ? -1 : items.indexOf(ordered)
  return {
    orders: totals.orders,
    revenue: totals.revenue,
    margin: totals.margin,
    waitMinutes: totals.waitMinutes,
    discovery: totals.discovery,
    newPlaces: items.length === 0 ? null : fresh / seenPlaces(items.length),
    ndcg: ordered === null ? null : place >= 0 && place < 10 ? discount(place + 1) : 0,
    predictedMs: totals.predictedMs,
  }
}
