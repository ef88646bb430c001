import { Problem } from '../problem/problems.ts'
import { idSchema } from './primitives.ts'

/** What a list answers: `nextCursor` leads to the next page; null: there is none. */
export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
}

/** Where to go on reading a list that is ordered by id. */
export interface PageQuery {
  readonly limit: number
  /** null: from the start */
  readonly cursor: string | null
}

const prefix = 'after:'

/** An opaque cursor that points behind `id`. */
export function encodeCursor(id: string): string {
  return Buffer.from(prefix + id, 'utf8').toString('base64url')
}

/** @throws Problem invalid-cursor for a text that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const id = text.slice(prefix.length)
  if (!text.startsWith(prefix) || !idSchema.safeParse(id).success || encodeCursor(id) !== cursor) {
    throw new Problem('invalid-cursor', {
      detail: 'Take nextCursor from an answer as it is, or leave the cursor out to start at the beginning.',
      errors: [{ path: 'cursor', message: 'is not one of ours' }],
    })
  }
  return id
}

/** A page of `limit` out of the up to `limit + 1` rows that were read. */
export function toPage<T extends { id: string }>(rows: T[], limit: number): Page<T> {
  if (rows.length <= limit) return { items: rows, nextCursor: null }
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last ? encodeCursor(last.id) : null }
}
