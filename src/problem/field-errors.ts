import type { z } from 'zod'
import type { FieldError } from './problems.ts'

/** zod's issues as field errors, every fault named. With the `input` that was parsed, absent fields are told from wrong ones. */
export function fieldErrors(error: z.ZodError, input?: unknown): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [path, key].filter(Boolean).join('.'),
        message: 'is not a field here; remove it or check its spelling',
      }))
    }
    const isMissing =
      input !== undefined && issue.code === 'invalid_type' && at(input, issue.path) === undefined
    return [{ path, message: isMissing ? missing(issue.message) : issue.message }]
  })
}

/** A schema's own words say what the field is ("is a latitude in degrees"); they serve for its absence too. */
const missing = (message: string) => (message.startsWith('is a') ? `is missing; it ${message}` : 'is missing')

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Object.entries(value).find(([name]) => name === String(key))?.[1]
  }
  return value
}
