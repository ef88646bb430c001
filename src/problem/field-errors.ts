import type { z } from 'zod'
import type { FieldError } from './problems.ts'

/** zod's issues as field errors, every fault named; `prefix` stands before each path. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [prefix, ...issue.path.map(String)].filter(Boolean).join('.')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [path, key].filter(Boolean).join('.'),
        message: 'is not a field here; remove it or check its spelling',
      }))
    }
    return [{ path, message: issue.message }]
  })
}
