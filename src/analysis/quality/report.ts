import { z } from 'zod'
import { daySchema } from '../drift/report.ts'

export const qualityGroups = ['volume', 'freshness', 'nulls', 'range', 'duplicates', 'unknown-ids'] as const
export const qualityStatuses = ['too-few', 'quiet', 'raised'] as const

export const qualityCheckSchema = z
  .strictObject({
    key: z.string().meta({ description: 'Such as `volume.orders`.' }),
    group: z.enum(qualityGroups),
    title: z.string(),
    status: z.enum(qualityStatuses),
    value: z.number().nullable().meta({ description: 'null: there was nothing to measure.' }),
    unit: z.enum(['rows', 'share', 'hours']),
    low: z.number().nullable().meta({ description: 'Below this it is raised; null: no lower end.' }),
    high: z.number().nullable().meta({ description: 'Above this it is raised; null: no upper end.' }),
    rows: z.int().min(0).meta({ description: 'Rows that the value was measured on.' }),
  })
  .meta({ id: 'QualityCheck' })
export type QualityCheck = z.infer<typeof qualityCheckSchema>

/** What came in on one day, against the weeks before. */
export const qualityReportSchema = z
  .strictObject({
    day: daySchema,
    raised: z.array(z.string()).meta({ description: 'Keys of the checks that are raised.' }),
    checks: z.array(qualityCheckSchema),
  })
  .meta({ id: 'QualityReport' })
export type QualityReport = z.infer<typeof qualityReportSchema>
