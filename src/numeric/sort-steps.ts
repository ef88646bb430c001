import type { Steps } from './steps.ts'

/** Sorted natively in one go; a millisecond or so. */
const runLength = 2048
/** Merged in one go. */
const mergedAStep = 16_384

/**
 * Sorts like `numbers.sort(compare)`, in place, with stops in between: runs, merged two by two.
 * @param compare an order in which no two numbers are equal
 */
export function* sortSteps(
  numbers: Int32Array,
  compare: (a: number, b: number) => number,
): Steps<Int32Array> {
  const { length } = numbers
  for (let at = 0; at < length; at += runLength) {
    numbers.subarray(at, at + runLength).sort(compare)
    if (at + runLength < length) yield
  }
  let from = numbers
  let to: Int32Array = new Int32Array(length > runLength ? length : 0)
  let merged = 0
  for (let width = runLength; width < length; width *= 2) {
    for (let at = 0; at < length; at += 2 * width) {
      const middle = Math.min(at + width, length)
      const end = Math.min(at + 2 * width, length)
      let [left, right] = [at, middle]
      for (let n = at; n < end; n++) {
        const isLeft = left < middle && (right === end || compare(from[left]!, from[right]!) < 0)
        to[n] = isLeft ? from[left++]! : from[right++]!
        if (++merged % mergedAStep === 0) yield
      }
    }
    const swap = from
    from = to
    to = swap
  }
  if (from !== numbers) numbers.set(from)
  return numbers
}
