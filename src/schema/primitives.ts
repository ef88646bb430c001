import { z } from 'zod'

/** The caller's own id, kept as it is: any printable text, 1 to 200 characters. */
export const idSchema = z
  .string({ error: 'is an id: a text of 1 to 200 characters' })
  .min(1, { error: 'is empty; an id has 1 to 200 characters' })
  .max(200, { error: 'is too long; an id has 1 to 200 characters' })
  .refine((id) => isStorableText(id) && id === id.trim(), {
    error: 'has control characters, broken Unicode or outer white space; remove them',
  })
  .refine((id) => id !== '.' && id !== '..', {
    error: 'is a step in a path, which clients take out of a URL: nobody could ask for it again',
  })

/** PostgreSQL holds neither NUL nor half a surrogate pair, and a control character in an id helps nobody. */
export function isStorableText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text)
}

/** A text for people: 1 to `max` characters, trimmed. */
export const textSchema = (max: number) =>
  z
    .string({ error: `is a text of at most ${max} characters` })
    .trim()
    .min(1, { error: 'is empty' })
    .max(max, { error: `is longer than ${max} characters` })
    .refine(isStorableText, { error: 'has control characters or broken Unicode; remove them' })

export const locationSchema = z.strictObject(
  {
    lat: z
      .number({ error: 'is a latitude in degrees' })
      .min(-90, { error: 'is from -90 to 90 degrees' })
      .max(90, { error: 'is from -90 to 90 degrees' }),
    lon: z
      .number({ error: 'is a longitude in degrees' })
      .min(-180, { error: 'is from -180 to 180 degrees' })
      .max(180, { error: 'is from -180 to 180 degrees' }),
  },
  { error: 'is a place: {lat, lon} in degrees' },
)
export type Location = z.infer<typeof locationSchema>

const earliest = Date.UTC(1990, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/** ISO 8601 with an offset, as text; instants outside 1990–2200 are taken for mistakes. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'is an ISO 8601 time with an offset, such as 2026-03-01T19:30:00Z' })
  .refine((text) => Date.parse(text) >= earliest && Date.parse(text) < latest, {
    error: 'lies outside the years 1990 to 2200',
  })

/** An amount of money in the restaurant's currency. */
export const moneySchema = z
  .number({ error: 'is an amount of money as a number' })
  .min(0, { error: 'is negative; an amount is 0 or more' })
  .max(1e9, { error: 'is above 1,000,000,000' })

export const shareSchema = z
  .number({ error: 'is a share from 0 to 1; write 0.1 for 10 %' })
  .min(0, { error: 'is a share from 0 to 1; write 0.1 for 10 %' })
  .max(1, { error: 'is a share from 0 to 1; write 0.1 for 10 %' })

export const priceLevelSchema = z
  .number({ error: 'is a price level: 1 (cheap), 2, 3 or 4 (dear)' })
  .int({ error: 'is a price level: 1 (cheap), 2, 3 or 4 (dear)' })
  .min(1, { error: 'is a price level: 1 (cheap), 2, 3 or 4 (dear)' })
  .max(4, { error: 'is a price level: 1 (cheap), 2, 3 or 4 (dear)' })
