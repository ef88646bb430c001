import { z } from 'zod'

export const dayPattern = /^\d{4}-\d\d-\d\d$/
export const daySchema = z.string().regex(dayPattern).meta({ description: 'A day, UTC: `2026-05-31`.' })

/** The days that were looked at, both included. */
export const spanSchema = z.strictObject({ from: daySchema, to: daySchema }).meta({ id: 'DaySpan' })
export type Span = z.infer<typeof spanSchema>

export const driftGroups = ['features', 'scores', 'sources', 'conversion'] as const
export const driftStatuses = ['too-few', 'quiet', 'watched', 'raised'] as const
export const driftMeasures = ['population-stability-index', 'kolmogorov-smirnov', 'rate-change'] as const

export const driftMeasureSchema = z
  .strictObject({
    key: z.enum(driftMeasures).meta({
      description:
        '`population-stability-index`: Σ (q − p) ln(q / p) over the cells. `kolmogorov-smirnov`: the largest difference of the two ' +
        'cumulative shares. `rate-change`: how far orders over expected orders moved, by cell of probability, as a share.',
    }),
    value: z.number(),
    threshold: z.number().meta({
      description:
        'Beyond this the difference is neither chance nor small: the larger of what so few rows would show by chance, and of what matters.',
    }),
    isBeyond: z.boolean(),
  })
  .meta({ id: 'DriftMeasure' })
export type DriftMeasure = z.infer<typeof driftMeasureSchema>

export const driftCheckSchema = z
  .strictObject({
    key: z.string().meta({ description: 'Such as `orders.price-level`.' }),
    group: z.enum(driftGroups),
    title: z.string(),
    status: z.enum(driftStatuses).meta({
      description:
        '`too-few`: nothing can be said. `watched`: beyond a threshold now, not yet in enough successive windows. `raised`: it is drift.',
    }),
    streak: z.int().min(0).meta({ description: 'Successive daily windows that were beyond a threshold.' }),
    windowRows: z.int().min(0),
    referenceRows: z.int().min(0),
    measures: z.array(driftMeasureSchema),
    cells: z.array(z.strictObject({ label: z.string(), reference: z.number(), window: z.number() })).meta({
      description: 'Shares of rows by cell; of `conversion`, rates: orders for each place shown.',
    }),
  })
  .meta({ id: 'DriftCheck' })
export type DriftCheck = z.infer<typeof driftCheckSchema>

/** What changed between the days that the model learnt from and the last whole week. */
export const driftReportSchema = z
  .strictObject({
    day: daySchema,
    modelVersion: z
      .string()
      .nullable()
      .meta({ description: 'Whose data the reference is; null: no model serves.' }),
    window: spanSchema,
    reference: spanSchema
      .nullable()
      .meta({ description: 'What orders are compared with; null: no such days.' }),
    raised: z.array(z.string()).meta({ description: 'Keys of the checks that are raised.' }),
    checks: z.array(driftCheckSchema),
  })
  .meta({ id: 'DriftReport' })
export type DriftReport = z.infer<typeof driftReportSchema>
