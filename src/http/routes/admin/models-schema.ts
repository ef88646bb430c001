import { z } from 'zod'
import { idSchema, instantSchema, textSchema } from '../../../schema/primitives.ts'
import { pageOf } from '../shared-schemas.ts'

export const channelSchema = z.enum(['latest', 'stable'], { error: 'is latest or stable' })

export const modelSchema = z
  .strictObject({
    version: z.string(),
    status: z.enum(['candidate', 'accepted', 'rejected']),
    createdAt: instantSchema,
    sha256: z.string().meta({ description: 'Of the artefact, in hexadecimal.' }),
    dataFrom: instantSchema.nullable().meta({ description: 'The first interaction it learnt from.' }),
    dataTo: instantSchema.nullable(),
    dataHash: z.string().meta({ description: 'Of the training rows.' }),
    settings: z.unknown(),
    metrics: z.unknown(),
  })
  .meta({ id: 'Model' })

export const channelStateSchema = z
  .strictObject({
    channel: channelSchema,
    version: z.string().meta({ description: 'What it serves.' }),
    previous: z.string().nullable().meta({ description: 'Where a rollback leads.' }),
    changedAt: instantSchema,
    changedBy: z.string(),
    reason: z.string(),
    pinned: z.boolean().meta({ description: 'Nothing but a person moves it.' }),
  })
  .meta({ id: 'ModelChannel' })

export const modelListSchema = pageOf(modelSchema)
  .extend({ channels: z.array(channelStateSchema) })
  .meta({ id: 'ModelList' })

export const versionParamsSchema = z.strictObject({ version: idSchema })

const reasonSchema = textSchema(500).meta({ description: 'Why; it stays in the audit.' })

const pinSchema = z.boolean({ error: 'is true or false' }).optional().meta({
  description:
    'Keeps what trains by itself from moving the channel; the next promotion without it lifts the pin.',
})

export const promoteBodySchema = z
  .strictObject({ channel: channelSchema, reason: reasonSchema, pin: pinSchema })
  .meta({ id: 'PromoteRequest' })

export const rollbackBodySchema = z
  .strictObject({ channel: channelSchema, reason: reasonSchema, pin: pinSchema })
  .meta({ id: 'RollbackRequest' })
