import { type Interaction, interactionSchema } from '../../../interactions/schema.ts'
import type { FieldError } from '../../../problem/problems.ts'
import { idSchema } from '../../../schema/primitives.ts'
import { check } from '../../parse.ts'

export interface Rejection {
  readonly index: number
  readonly id: string | null
  readonly errors: readonly FieldError[]
}

/** Faults told of one row; a row with thousands of unknown fields is told of the first. */
const maxErrorsPerRow = 20

/** Parts the rows that can be kept from those that cannot, with the faults of each. */
export function sift(rows: readonly unknown[]): { valid: Interaction[]; rejected: Rejection[] } {
  const valid: Interaction[] = []
  const rejected: Rejection[] = []
  rows.forEach((row, index) => {
    const parsed = check(interactionSchema, row)
    if (parsed.ok) valid.push(parsed.value)
    else rejected.push({ index, id: idOf(row), errors: parsed.errors.slice(0, maxErrorsPerRow) })
  })
  return { valid, rejected }
}

function idOf(row: unknown): string | null {
  if (typeof row !== 'object' || row === null || !('id' in row)) return null
  return idSchema.safeParse(row.id).data ?? null
}
