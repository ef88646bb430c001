/** A part of a stacked bar. */
export interface Part {
  readonly key: string
  readonly value: number
}

export interface Segment {
  readonly key: string
  /** percent of the whole width */
  readonly left: number
  readonly width: number
}

/** The scale that holds the stacked bars of all rows, zero included. */
export function domainOf(rows: readonly (readonly Part[])[]): [low: number, high: number] {
  let [low, high] = [0, 0]
  for (const parts of rows) {
    const down = parts.reduce((sum, { value }) => sum + Math.min(0, value), 0)
    const up = parts.reduce((sum, { value }) => sum + Math.max(0, value), 0)
    low = Math.min(low, down)
    high = Math.max(high, up)
  }
  return high === low ? [0, 1] : [low, high]
}

/** Where each part lies: what is above zero stacks to its right, what is below to its left, in the given order. */
export function barOf(parts: readonly Part[], [low, high]: readonly [number, number]) {
  const percent = (value: number) => (100 * value) / (high - low)
  const zero = percent(-low)
  let [left, right] = [zero, zero]
  const segments: Segment[] = []
  for (const { key, value } of parts) {
    const width = percent(Math.abs(value))
    if (width === 0) continue
    if (value > 0) {
      segments.push({ key, left: right, width })
      right += width
    } else {
      left -= width
      segments.push({ key, left, width })
    }
  }
  return { segments, zero }
}
