import { z } from 'zod'
import { instantSchema } from '../../../schema/primitives.ts'
import { pageOf, pageQuerySchema, queryText } from '../shared-schemas.ts'

export const auditQuerySchema = pageQuerySchema.extend({
  action: queryText(100).optional().meta({ description: 'Only this action, such as `profile.publish`.' }),
  subject: queryText(200).optional().meta({ description: 'Only what was done to this key, version or id.' }),
})

export const auditListSchema = pageOf(
  z
    .strictObject({
      id: z.string(),
      at: instantSchema,
      actor: z.string().meta({ description: '`<role>:<key id>`, `cli` or `system`.' }),
      action: z.string(),
      subject: z.string(),
      reason: z.string().nullable(),
      detail: z.unknown(),
    })
    .meta({ id: 'AuditRecord' }),
).meta({ id: 'AuditList' })

export const quarantineQuerySchema = pageQuerySchema.extend({
  source: queryText(200)
    .optional()
    .meta({ description: 'Only rows of this source, such as `food-delivery`.' }),
})

export const quarantineListSchema = pageOf(
  z
    .strictObject({
      id: z.string(),
      source: z.string(),
      file: z.string(),
      line: z.number().int(),
      raw: z.string().meta({ description: 'The row as it was read, cut to 4000 characters.' }),
      reason: z.string(),
      at: instantSchema,
    })
    .meta({ id: 'QuarantinedRow' }),
).meta({ id: 'QuarantineList' })
