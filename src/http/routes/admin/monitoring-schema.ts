import { z } from 'zod'
import { daySchema, driftCheckSchema, driftReportSchema } from '../../../analysis/drift/report.ts'
import { qualityCheckSchema, qualityReportSchema } from '../../../analysis/quality/report.ts'
import { instantSchema } from '../../../schema/primitives.ts'
import { countSchema, queryInteger } from '../shared-schemas.ts'

export const historyQuerySchema = z.strictObject({
  days: queryInteger(1, 400).default(30).meta({ description: 'Days of history.' }),
})

const computedAtSchema = instantSchema
  .nullable()
  .meta({ description: 'When the latest report was made; null: there is none yet.' })

const historyOf = <Check extends z.ZodType>(check: Check) =>
  z
    .array(
      z.strictObject({
        day: daySchema,
        computedAt: instantSchema,
        raised: z.array(z.string()),
        checks: z.array(check),
      }),
    )
    .meta({ description: 'A day each, oldest first.' })

export const driftSchema = z
  .strictObject({
    computedAt: computedAtSchema,
    report: driftReportSchema.nullable(),
    history: historyOf(driftCheckSchema.pick({ key: true, status: true, streak: true, measures: true })),
  })
  .meta({ id: 'Drift' })

export const dataQualitySchema = z
  .strictObject({
    pendingInteractions: z.strictObject({
      count: countSchema,
      restaurants: countSchema.meta({ description: 'Unknown restaurants that they wait for.' }),
      oldestReceivedAt: instantSchema.nullable(),
      mostAwaited: z.array(z.strictObject({ restaurantId: z.string(), count: countSchema })),
    }),
    quarantine: z.strictObject({
      count: countSchema,
      bySource: z.array(z.strictObject({ source: z.string(), reason: z.string(), count: countSchema })),
    }),
    computedAt: computedAtSchema,
    report: qualityReportSchema.nullable(),
    history: historyOf(qualityCheckSchema.pick({ key: true, status: true, value: true })),
  })
  .meta({ id: 'DataQuality' })

const day = '2026-05-31'
const computedAt = '2026-06-01T00:12:00.000Z'
const measures = [{ key: 'population-stability-index', value: 0.31, threshold: 0.1, isBeyond: true }] as const

export const driftExample = {
  computedAt,
  report: {
    day,
    modelVersion: '20260501T020000Z-3f1c',
    window: { from: '2026-05-25', to: day },
    reference: { from: '2026-04-03', to: '2026-04-30' },
    raised: ['orders.price-level'],
    checks: [
      {
        key: 'orders.price-level',
        group: 'features',
        title: 'Price level of what is ordered',
        status: 'raised',
        streak: 4,
        windowRows: 5210,
        referenceRows: 20114,
        measures,
        cells: [
          { label: '1', reference: 0.31, window: 0.12 },
          { label: '2', reference: 0.44, window: 0.41 },
          { label: '3', reference: 0.2, window: 0.36 },
          { label: '4', reference: 0.05, window: 0.11 },
        ],
      },
    ],
  },
  history: [
    {
      day,
      computedAt,
      raised: ['orders.price-level'],
      checks: [{ key: 'orders.price-level', status: 'raised', streak: 4, measures }],
    },
  ],
}

export const dataQualityExample = {
  pendingInteractions: { count: 0, restaurants: 0, oldestReceivedAt: null, mostAwaited: [] },
  quarantine: { count: 0, bySource: [] },
  computedAt,
  report: {
    day,
    raised: ['volume.orders'],
    checks: [
      {
        key: 'volume.orders',
        group: 'volume',
        title: 'Orders of the day, against the same weekday',
        status: 'raised',
        value: 120,
        unit: 'rows',
        low: 480,
        high: 1120,
        rows: 120,
      },
    ],
  },
  history: [
    {
      day,
      computedAt,
      raised: ['volume.orders'],
      checks: [{ key: 'volume.orders', status: 'raised', value: 120 }],
    },
  ],
}
