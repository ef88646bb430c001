import type { z } from 'zod'
import { faultCount, fieldErrors } from '../problem/field-errors.ts'
import { type FieldError, Problem } from '../problem/problems.ts'

/** More faults than this are counted, not listed, so that a small body cannot ask for a huge answer. */
const maxListed = 100
/** More than this are not even looked at: a megabyte of unknown fields would keep everyone waiting. */
const maxRead = 1000
const maxPathLength = 200

const names: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

/** Words for faults whose schema has none of its own. */
const plainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is missing'
    if (issue.input === Infinity || issue.input === -Infinity)
      return 'is beyond every number that a computer holds'
    return `is not ${names[issue.expected] ?? issue.expected}`
  }
  if (issue.code === 'too_small' && issue.origin === 'array') return `has fewer than ${issue.minimum} entries`
  if (issue.code === 'too_big' && issue.origin === 'array') return `has more than ${issue.maximum} entries`
  if (issue.code === 'too_small') return `is less than ${issue.minimum}`
  if (issue.code === 'too_big') return `is more than ${issue.maximum}`
  return undefined
}

/** What a schema makes of a value, or its faults; of `unread` more it is only known that they are there. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly unread: number }

const wording = { error: plainWords }

/** What `schema` makes of `value`, or every fault in it, by path. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const parsed = schema.safeParse(value, wording)
  if (parsed.success) return { ok: true, value: parsed.data }
  // The first fault of a field is told; the others follow from it (a text that is no time is out of range too).
  const byPath = new Map<string, string>()
  for (const { path, message } of fieldErrors(parsed.error, value, maxRead)) {
    const short = path.length > maxPathLength ? `${path.slice(0, maxPathLength)}…` : path
    if (!byPath.has(short)) byPath.set(short, message)
  }
  const errors = [...byPath].map(([path, message]) => ({ path, message }))
  return { ok: false, errors, unread: Math.max(0, faultCount(parsed.error) - maxRead) }
}

/** A Problem that lists faults, at most `maxListed` of them; `unread` more are known of. */
export function invalidRequest(errors: readonly FieldError[], unread = 0): Problem {
  const more = errors.length + unread - maxListed
  return new Problem('invalid-request', {
    detail: more > 0 ? `The first ${maxListed} faults are listed; there are ${more} more.` : inWords(errors),
    errors: errors.slice(0, maxListed),
  })
}

const inWords = ({ length }: readonly FieldError[]) =>
  length === 1 ? 'One field has a fault.' : `${length} fields have faults.`
