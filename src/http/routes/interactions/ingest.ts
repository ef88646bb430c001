import { setImmediate as nextTurn } from 'node:timers/promises'
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
/** Judged in one turn of the event loop. */
const rowsATurn = 100

/** How far a sender's clock may run ahead of ours before what it sends is taken for a mistake, ms. */
const clockSkewMs = 86_400_000

/** Parts the rows that can be kept from those that cannot, with the faults of each. */
export async function sift(
  rows: readonly unknown[],
  nowMs: number,
): Promise<{
  valid: Interaction[]
  /** where each valid row stands in `rows` */
  indices: number[]
  rejected: Rejection[]
}> {
  const valid: Interaction[] = []
  const indices: number[] = []
  const rejected: Rejection[] = []
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % rowsATurn === 0) await nextTurn()
    const parsed = check(interactionSchema, row)
    if (parsed.ok && Date.parse(parsed.value.at) > nowMs + clockSkewMs) {
      const errors = [{ path: 'at', message: 'lies more than a day in the future; check the clock' }]
      rejected.push({ index, id: parsed.value.id, errors })
    } else if (parsed.ok) indices[valid.push(parsed.value) - 1] = index
    else rejected.push({ index, id: idOf(row), errors: parsed.errors.slice(0, maxErrorsPerRow) })
  }
  return { valid, indices, rejected }
}

/** From when the newest row happened until now; null: there is no row. */
export function lagSeconds(rows: readonly Interaction[], nowMs: number): number | null {
  const newestMs = rows.reduce((newest, { at }) => Math.max(newest, Date.parse(at)), Number.NEGATIVE_INFINITY)
  return rows.length > 0 ? (nowMs - newestMs) / 1000 : null
}

/** The rejections of rows that were sound but whose user was erased. */
export function refuse(
  erasedIds: readonly string[],
  { valid, indices }: Pick<Awaited<ReturnType<typeof sift>>, 'valid' | 'indices'>,
): Rejection[] {
  const erased = new Set(erasedIds)
  return valid.flatMap(({ id }, n) => {
    // Rows that repeat an id are told of once, with the first; so is every duplicate.
    if (!erased.delete(id)) return []
    return [
      {
        index: indices[n]!,
        id,
        errors: [{ path: 'userId', message: 'was erased; PUT the user again first' }],
      },
    ]
  })
}

function idOf(row: unknown): string | null {
  if (typeof row !== 'object' || row === null || !('id' in row)) return null
  return idSchema.safeParse(row.id).data ?? null
}
