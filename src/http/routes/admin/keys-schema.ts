import { z } from 'zod'
import { roles } from '../../../keys/key-store.ts'
import { idSchema, instantSchema, textSchema } from '../../../schema/primitives.ts'
import { pageOf } from '../shared-schemas.ts'

const id = z.string().meta({ description: 'Names the key in the audit and the log; it is not the key.' })
const role = z.enum(roles, { error: `is one of ${roles.join(', ')}` })
const expiresAt = instantSchema.nullable().meta({ description: 'null: it ends when it is revoked.' })

export const keyListSchema = pageOf(
  z
    .strictObject({
      id,
      role,
      label: z.string(),
      createdAt: instantSchema,
      revokedAt: instantSchema.nullable(),
      expiresAt,
      replacedBy: z
        .string()
        .nullable()
        .meta({ description: 'Id of the key that a rotation made in its place.' }),
    })
    .meta({ id: 'ApiKey' }),
).meta({ id: 'ApiKeyList' })

const newKey = z
  .strictObject({
    id,
    role,
    label: z.string(),
    key: z.string().meta({ description: 'Shown this once; only its hash is kept.' }),
    expiresAt,
  })
  .meta({ id: 'NewApiKey' })

export const newKeySchema = newKey

export const rotatedKeySchema = z
  .strictObject({
    key: newKey,
    oldExpiresAt: instantSchema.meta({ description: 'Until then the old key opens too.' }),
  })
  .meta({ id: 'RotatedApiKey' })

export const createKeyBodySchema = z
  .strictObject({
    role,
    label: textSchema(120).meta({ description: 'Who or what uses it.' }),
    expiresAt: instantSchema.nullable().default(null),
  })
  .meta({ id: 'CreateApiKeyRequest' })

export const rotateKeyBodySchema = z
  .strictObject({
    overlapHours: z
      .number({ error: 'is a number of hours' })
      .min(0, { error: 'is 0 or more' })
      .max(24 * 90, { error: 'is at most 2160, 90 days' })
      .default(24)
      .meta({ description: 'How long the old key still opens; 0: it ends at once.' }),
  })
  .meta({ id: 'RotateApiKeyRequest' })

export const keyParamsSchema = z.strictObject({ id: idSchema })
