import { Problem } from '../problem/problems.ts'

/** The cursor after `revision` in a list that runs from newest to oldest. */
export function encodeCursor(revision: number): string {
  return Buffer.from(`r${revision}`).toString('base64url')
}

/** @throws Problem invalid-cursor */
export function decodeCursor(cursor: string): number {
  const match = /^r(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (!match)
    throw new Problem('invalid-cursor', { errors: [{ path: 'cursor', message: 'is not one of ours' }] })
  return Number(match[1])
}
