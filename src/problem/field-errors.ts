import type { z } from 'zod'
import type { FieldError } from './problems.ts'

/**
 * zod's issues as field errors, every fault named, up to `most`. With the `input` that was parsed, absent fields are told from wrong
 * ones.
 */
export function fieldErrors(
  error: z.ZodError,
  input?: unknown,
  most = Number.POSITIVE_INFINITY,
): FieldError[] {
  const errors: FieldError[] = []
  for (const issue of error.issues) {
    if (errors.length >= most) break
    errors.push(...faultsOf(issue, input, most - errors.length))
  }
  return errors
}

/** How many faults there are, listed or not. */
export const faultCount = ({ issues }: z.ZodError): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)

function faultsOf(issue: z.core.$ZodIssue, input: unknown, most: number): FieldError[] {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, most).map((key) => ({
      path: [path, key].filter(Boolean).join('.'),
      message: 'is not a field here; remove it or check its spelling',
    }))
  }
  const isMissing =
    input !== undefined && issue.code === 'invalid_type' && at(input, issue.path) === undefined
  return [{ path, message: isMissing ? missing(issue.message) : issue.message }]
}

/** A schema's own words say what the field is ("is a latitude in degrees"); they serve for its absence too. */
const missing = (message: string) => (message.startsWith('is a') ? `is missing; it ${message}` : 'is missing')

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    // Own fields alone, and in constant time: a list of a thousand faults asks a thousand times.
    value = Object.getOwnPropertyDescriptor(value, key)?.value
  }
  return value
}
