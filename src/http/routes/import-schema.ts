import { z } from 'zod'
import { countSchema } from './shared-schemas.ts'

export const ndjson = 'application/x-ndjson'

export const importReportSchema = z
  .strictObject({
    read: countSchema.meta({ description: 'Lines read; the other counts sum to it.' }),
    inserted: countSchema,
    updated: countSchema,
    unchanged: countSchema,
    rejectedCount: countSchema,
    rejected: z
      .array(
        z.strictObject({
          line: z.number().int().min(1),
          id: z.string().optional(),
          errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
        }),
      )
      .meta({ description: 'The first of the rejected lines, with their faults.' }),
  })
  .meta({ id: 'ImportReport' })
