import { z } from 'zod'
import { type DriftReport, driftReportSchema } from '../../analysis/drift/report.ts'
import { type QualityReport, qualityReportSchema } from '../../analysis/quality/report.ts'
import type { Database } from '../../db/client.ts'

export interface Kept<Report> {
  readonly computedAt: string
  readonly report: Report
}

export interface ReportStore {
  /** Of the days from `fromDay` on, oldest first; the newest `mostReports`. */
  drift(fromDay: string): Promise<Kept<DriftReport>[]>
  quality(fromDay: string): Promise<Kept<QualityReport>[]>
  /** A report of the same kind and day is replaced. */
  keepDrift(report: DriftReport): Promise<void>
  keepQuality(report: QualityReport): Promise<void>
}

/** More than a year of days. */
const mostReports = 400

export function createReportStore({
  database,
  now,
}: {
  database: Pick<Database, 'pool'>
  now: () => Date
}): ReportStore {
  const { pool } = database
  const keep = async (kind: string, report: { day: string }) => {
    await pool.query(
      `INSERT INTO monitoring_reports (kind, day, computed_at, report) VALUES ($1, $2, $3, $4)
       ON CONFLICT (kind, day) DO UPDATE SET computed_at = excluded.computed_at, report = excluded.report`,
      [kind, report.day, now(), JSON.stringify(report)],
    )
  }
  const read = async <Report>(
    kind: string,
    schema: z.ZodType<Report>,
    fromDay: string,
  ): Promise<Kept<Report>[]> => {
    const { rows } = await pool.query(
      `SELECT computed_at AS "computedAt", report FROM monitoring_reports
        WHERE kind = $1 AND day >= $2::date ORDER BY day DESC LIMIT ${mostReports}`,
      [kind, fromDay],
    )
    const keptSchema = z.object({ computedAt: z.date(), report: schema })
    return rows
      .flatMap((row) => {
        // A version of old may have kept something else; it is history, and no reason to fail.
        const { data } = keptSchema.safeParse(row)
        return data ? [{ computedAt: data.computedAt.toISOString(), report: data.report }] : []
      })
      .reverse()
  }
  return {
    drift: (fromDay) => read('drift', driftReportSchema, fromDay),
    quality: (fromDay) => read('data-quality', qualityReportSchema, fromDay),
    keepDrift: (report) => keep('drift', report),
    keepQuality: (report) => keep('data-quality', report),
  }
}
