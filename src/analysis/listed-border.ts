import type { Steps } from './steps.ts'

const gridSteps = 64
const halvings = 40
/** Lists made in a row before others may have their turn. */
const listsBetweenSteps = 8

/**
 * The first value from `from` towards `end` that is listed, to within a step of a grid of 64: what comes in and goes out again between two
 * of its points is not seen.
 * @returns null: none of the grid is
 */
export function* firstListed(
  from: number,
  end: number,
  isListed: (value: number) => boolean,
): Steps<number | null> {
  if (from === end) return null
  for (let step = 1; step <= gridSteps; step++) {
    const at = from + ((end - from) * step) / gridSteps
    if (isListed(at)) return yield* border(from + ((end - from) * (step - 1)) / gridSteps, at, isListed)
    if (step % listsBetweenSteps === 0) yield
  }
  return null
}

/** @returns a value that is listed, next to one towards `out` that is not */
export function* border(out: number, listed: number, isListed: (value: number) => boolean): Steps<number> {
  let [before, after] = [out, listed]
  for (let n = 0; n < halvings && Math.abs(after - before) > 1e-12 * Math.abs(after); n++) {
    const middle = (before + after) / 2
    if (isListed(middle)) after = middle
    else before = middle
    if ((n + 1) % listsBetweenSteps === 0) yield
  }
  return after
}
