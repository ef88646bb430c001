import { z } from 'zod'
import { profileKeySchema, profileSettingsSchema } from '../../../profiles/schema.ts'
import { type WeightKey, weightKeys } from '../../../profiles/weights.ts'
import { instantSchema, textSchema } from '../../../schema/primitives.ts'
import { pageOf, queryInteger, queryText } from '../shared-schemas.ts'

export const settingsBodySchema = profileSettingsSchema.meta({ id: 'ProfileSettingsInput' })
export const settingsSchema = profileSettingsSchema.meta({ id: 'ProfileSettings' })

const share = z.number().min(0).max(1)
const shares = Object.fromEntries(weightKeys.map((key) => [key, share])) as Record<WeightKey, typeof share>
export const normalisedWeightsSchema = z
  .strictObject(shares)
  .meta({ id: 'NormalisedWeights', description: 'The weights over their sum: what the given ones mean.' })

const revisionNumberSchema = z.number().int().min(1).max(1_000_000_000)

export const revisionSchema = z
  .strictObject({
    key: profileKeySchema,
    revision: revisionNumberSchema,
    settings: settingsSchema,
    normalisedWeights: normalisedWeightsSchema,
    publishedAt: instantSchema,
    publishedBy: z.string(),
    reason: z.string(),
    revertsTo: revisionNumberSchema.nullable().meta({ description: 'The revision that this one restores.' }),
  })
  .meta({ id: 'ProfileRevision' })

const draftSchema = z
  .strictObject({
    settings: settingsSchema,
    normalisedWeights: normalisedWeightsSchema,
    baseRevision: z
      .number()
      .int()
      .min(0)
      .meta({ description: 'What was live when editing began; 0: nothing.' }),
    stale: z
      .boolean()
      .meta({ description: 'Another revision went live since; put the draft again to publish it.' }),
    updatedAt: instantSchema,
    updatedBy: z.string(),
    etag: z.string().meta({ description: 'Names this very content; send it as `expected`.' }),
  })
  .meta({ id: 'ProfileDraft' })

export const profileSchema = z
  .strictObject({
    key: profileKeySchema,
    isDefault: z.boolean(),
    createdAt: instantSchema,
    live: revisionSchema.nullable().meta({ description: 'null: never published.' }),
    draft: draftSchema.nullable(),
  })
  .meta({ id: 'Profile' })

export const profileListSchema = z
  .strictObject({ items: z.array(profileSchema), nextCursor: z.null() })
  .meta({ id: 'ProfileList' })

export const revisionListSchema = pageOf(revisionSchema).meta({ id: 'ProfileRevisionList' })

export const keyParamsSchema = z.strictObject({ key: profileKeySchema })
export const revisionParamsSchema = z.strictObject({
  key: profileKeySchema,
  revision: queryInteger(1, 1_000_000_000),
})

export const draftQuerySchema = z.strictObject({
  expectedRevision: queryInteger(0, 1_000_000_000)
    .optional()
    .meta({ type: 'integer', description: 'The live revision that you edited; refused if another is live.' }),
  expected: queryText(100)
    .optional()
    .meta({ description: 'The `etag` of the draft that you read; refused if it changed.' }),
})

const reasonSchema = textSchema(500).meta({
  description: 'Why; it stays with the revision and in the audit.',
})
const expectedSchema = textSchema(100)
  .optional()
  .meta({ description: 'The `etag` of the draft that you mean; refused if it changed.' })

export const publishBodySchema = z
  .strictObject({ reason: reasonSchema, expected: expectedSchema })
  .meta({ id: 'PublishRequest' })

export const revertBodySchema = z
  .strictObject({ to: revisionNumberSchema, reason: reasonSchema })
  .meta({ id: 'RevertRequest' })

export const defaultBodySchema = z
  .strictObject({ key: profileKeySchema, reason: reasonSchema })
  .meta({ id: 'DefaultProfileRequest' })

const sideWords = { error: 'is a revision number, live or draft' }

/** `3`, `live` or `draft`. */
const sideSchema = z
  .string(sideWords)
  .refine((text) => text === 'live' || text === 'draft' || /^[1-9]\d{0,8}$/.test(text), sideWords)
  .transform((text): number | 'live' | 'draft' => (text === 'live' || text === 'draft' ? text : Number(text)))

export const diffQuerySchema = z.strictObject({
  from: sideSchema.default('live').meta({ description: 'A revision number, `live` or `draft`.' }),
  to: sideSchema.default('draft').meta({ description: 'A revision number, `live` or `draft`.' }),
})

const sideAnswer = z.union([z.number(), z.literal('live'), z.literal('draft')])

export const diffSchema = z
  .strictObject({
    key: profileKeySchema,
    from: sideAnswer,
    to: sideAnswer,
    differences: z.array(
      z.strictObject({
        path: z.string(),
        from: z.unknown().meta({ description: 'null: not there.' }),
        to: z.unknown().meta({ description: 'null: not there.' }),
      }),
    ),
  })
  .meta({ id: 'ProfileDiff' })
