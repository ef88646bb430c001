import type { Interval } from '../text/format.ts'

/**
 * Metrics, settings and reports of runs have no shape in the interface, since versions of old wrote less of them than those of today.
 * They are read part by part, so that what somebody did not write is not there, and nothing else suffers. Pure.
 */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? Reflect.get(inner, name)
        : undefined,
    value,
  )

export const numberAt = (value: unknown, ...path: readonly string[]): number | null => {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}

export const textAt = (value: unknown, ...path: readonly string[]): string | null => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : null
}

export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The entries of an object, in the order of their names. */
export const entriesAt = (value: unknown, ...path: readonly string[]): [string, unknown][] => {
  const found = at(value, ...path)
  return typeof found === 'object' && found !== null
    ? Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1))
    : []
}

/** A value on one line, whatever it is: what has parts is told as JSON, since not every object can be told as a text. */
export const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)

/** A mean with its interval; null: there is no mean. */
export function intervalAt(value: unknown, ...path: readonly string[]): Interval | null {
  const mean = numberAt(value, ...path, 'mean')
  return mean === null
    ? null
    : { mean, low: numberAt(value, ...path, 'low'), high: numberAt(value, ...path, 'high') }
}
