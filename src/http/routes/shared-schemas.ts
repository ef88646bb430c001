import { z } from 'zod'
import { idSchema, isStorableText } from '../../schema/primitives.ts'

/** Reads a whole number out of a query text; bodies know no such leniency. */
export const queryInteger = (min: number, max: number) =>
  z
    .string({ error: 'is given more than once' })
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `is a whole number from ${min} to ${max}`,
    })
    .transform(Number)
    .meta({ type: 'integer', minimum: min, maximum: max })

export const queryText = (max: number) =>
  z
    .string({ error: 'is given more than once' })
    .min(1, { error: 'is empty' })
    .max(max, { error: `is longer than ${max} characters` })
    .refine(isStorableText, { error: 'has control characters or broken Unicode; remove them' })

export const cursorSchema = queryText(1000).meta({
  description: '`nextCursor` of the page before; left out: the first page.',
})

/** `?limit=&cursor=` of every list. */
export const pageQuerySchema = z.strictObject({
  limit: queryInteger(1, 500).default(50),
  cursor: cursorSchema.optional(),
})

export const idParamsSchema = z.strictObject({ id: idSchema })

/** What every list answers. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Leads to the next page; null: this is the last.' }),
  })

/** A count of something. */
export const countSchema = z.number().int().min(0)
