import type { WhyNotReport } from '../../../analysis/why-not.ts'
import type { WhyNotSampleReport } from '../../../analysis/why-not-sample.ts'
import { prefixed, type Row } from './tabular.ts'

/** A row for where it stands, and one for each lever; kind `own`: the restaurant's own. */
export function whyNotRows({ restaurant, weights, own, ...report }: WhyNotReport): Row[] {
  const { status, leftOut, rank, scored, limit, score, lastScore } = report
  const of = { restaurantId: restaurant.id, restaurantName: restaurant.name }
  const changes = (
    kind: string,
    levers: Readonly<Record<string, { from: number | null; to: number | null }>>,
  ) => Object.entries(levers).map(([measure, { from, to }]): Row => ({ kind, ...of, measure, from, to }))
  return [
    { kind: 'standing', ...of, status, leftOut, rank, scored, limit, score, lastScore },
    ...changes('weight', weights ?? {}),
    ...changes('own', own ?? {}),
  ]
}

/** A row for each share of the requests, each reason, the mean rank, and each lever. */
export function whyNotSampleRows(report: WhyNotSampleReport): Row[] {
  const { restaurant, listed, eligible, proposed, missed, leftOut, rank, weights, own } = report
  const of = { restaurantId: restaurant.id, restaurantName: restaurant.name }
  const levers = (kind: string, all: WhyNotSampleReport['weights'] | WhyNotSampleReport['own']) =>
    Object.entries(all).map(
      ([measure, { share, requests, raised, change }]): Row => ({
        kind,
        ...of,
        measure,
        requests,
        ...share,
        raised,
        ...prefixed('change', { ...change }),
      }),
    )
  return [
    { kind: 'sample', ...of, measure: 'requests', requests: report.requests },
    ...Object.entries({ listed, eligible, proposed }).map(
      ([measure, { requests, share }]): Row => ({ kind: 'share', ...of, measure, requests, ...share }),
    ),
    { kind: 'share', ...of, measure: 'missed', requests: missed },
    ...Object.entries(leftOut).map(
      ([measure, requests]): Row => ({ kind: 'left-out', ...of, measure, requests }),
    ),
    { kind: 'rank', ...of, measure: 'rank', requests: eligible.requests, ...rank },
    ...levers('weight', weights),
    ...levers('own', own),
  ]
}
