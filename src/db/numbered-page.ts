import { Problem } from '../problem/problems.ts'

/** A page of rows that the database numbered. */
export interface NumberedPage<T> {
  readonly items: T[]
  readonly nextCursor: string | null
}

/** The row number that a cursor stands for; null: from the start. @throws Problem invalid-cursor */
export function positionOf(cursor: string | null): string | null {
  if (cursor === null) return null
  const number = /^n(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (number === undefined) {
    throw new Problem('invalid-cursor', { errors: [{ path: 'cursor', message: 'is not one of ours' }] })
  }
  return number
}

/** A page of `limit` out of the up to `limit + 1` rows that were read. */
export function numberedPage<T extends { id: string }>(rows: T[], limit: number): NumberedPage<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = rows.length > limit && last ? Buffer.from(`n${last.id}`).toString('base64url') : null
  return { items, nextCursor }
}
