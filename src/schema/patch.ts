import { z } from 'zod'

type Undefaulted<T extends z.core.SomeType> =
  T extends z.ZodDefault<infer Inner> ? z.ZodOptional<Inner> : z.ZodOptional<T>

/**
 * The schema of a partial change: every field optional and none filled in. zod's own `.partial()` keeps defaults, so that a patch
 * of one field would reset all the others.
 */
export function patchOf<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
): z.ZodObject<{ [Key in keyof Shape]: Undefaulted<Shape[Key]> }, z.core.$strict> {
  const fields = Object.entries(schema.shape).map(([key, field]) => {
    const bare = field instanceof z.ZodDefault ? field.unwrap() : field
    return [key, z.optional(bare)]
  })
  // The compiler cannot follow Object.fromEntries; the mapping above is the type, field by field.
  return z.strictObject(Object.fromEntries(fields)) as z.ZodObject<
    { [Key in keyof Shape]: Undefaulted<Shape[Key]> },
    z.core.$strict
  >
}
