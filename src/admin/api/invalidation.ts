import type { OperationName } from '../../client/index.ts'

const listeners = new Map<OperationName, Set<() => void>>()

/** Says that what these routes answer has changed: whoever shows it asks again. */
export function invalidate(...names: readonly OperationName[]): void {
  for (const name of names) for (const listener of listeners.get(name) ?? []) listener()
}

/** @returns stops that */
export function onInvalidated(name: OperationName, listener: () => void): () => void {
  const known = listeners.get(name) ?? new Set()
  listeners.set(name, known.add(listener))
  return () => known.delete(listener)
}
