import type { Kept } from '../../../jobs/monitoring/report-store.ts'
import { defineRoute, ok, type Route } from '../../route.ts'
import {
  dataQualityExample,
  dataQualitySchema,
  driftExample,
  driftSchema,
  historyQuerySchema,
} from './monitoring-schema.ts'

const tag = 'Administration'
const readers = ['analyst', 'manager', 'admin'] as const
const dayMs = 86_400_000

const daysAgo = (now: Date, days: number) => new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10)

/** The latest report whatever its age, and the history of the days that were asked for. */
function answerOf<Report extends { day: string; raised: string[]; checks: unknown[] }, Check>(
  kept: readonly Kept<Report>[],
  fromDay: string,
  brief: (check: Report['checks'][number]) => Check,
) {
  const latest = kept.at(-1)
  return {
    computedAt: latest?.computedAt ?? null,
    report: latest?.report ?? null,
    history: kept
      .filter(({ report }) => report.day >= fromDay)
      .map(({ computedAt, report: { day, raised, checks } }) => ({
        day,
        computedAt,
        raised,
        checks: checks.map(brief),
      })),
  }
}

export const adminMonitoringRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/drift',
    access: readers,
    tag,
    summary: 'Whether the world is still the one that the model learnt',
    description:
      'The last whole week against the days that the model learnt from: what is ordered and asked for, scores, where candidates come ' +
      'from, and what came of the places shown, by their score. Measured once a day over all replicas, from counts by day.',
    query: historyQuerySchema,
    answers: {
      200: { description: 'The latest report, and its history.', schema: driftSchema, example: driftExample },
    },
    handle: async ({ query: { days } }, { reports, now }) => {
      const fromDay = daysAgo(now(), days)
      return ok(
        answerOf(await reports.drift(fromDay), fromDay, ({ key, status, streak, measures }) => ({
          key,
          status,
          streak,
          measures,
        })),
      )
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/data-quality',
    access: readers,
    tag,
    summary: 'Data that waits or was put aside, and what is odd about what comes in',
    description:
      'Interactions whose restaurant is not known yet, rows that imports could not use, and the checks of the last whole day: volume, ' +
      'freshness, missing values, ranges, duplicates, unknown ids.',
    query: historyQuerySchema,
    answers: {
      200: {
        description: 'Counts, where they come from, and the checks with their history.',
        schema: dataQualitySchema,
        example: dataQualityExample,
      },
    },
    handle: async ({ query: { days } }, { dataQuality, reports, now }) => {
      const fromDay = daysAgo(now(), days)
      const [counts, kept] = await Promise.all([dataQuality.report(), reports.quality(fromDay)])
      return ok({
        ...counts,
        ...answerOf(kept, fromDay, ({ key, status, value }) => ({ key, status, value })),
      })
    },
  }),
]
