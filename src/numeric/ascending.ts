import { medianOfThree } from './median-of-three.ts'

/** Sorted natively at once: a few microseconds. */
const fewValues = 256

/**
 * The smallest of the first `count` values, then the next, and so on, in place: as much of a quicksort as what is asked for takes
 * (incremental quicksort: Paredes and Navarro, ALENEX 2006), about 2 n steps for the first few.
 * @param values no NaN; reordered
 * @returns a function that may be called `count` times
 */
export function ascending(values: Float64Array, count: number): () => number {
  /** Where stretches end of which nothing is larger than what follows; the first stretch's last. */
  const ends = [count]
  let sorted = 0
  let next = 0
  const sortMore = () => {
    let end = ends.pop()!
    while (end - sorted > fewValues) {
      ends.push(end)
      end = split(values, sorted, end)
    }
    values.subarray(sorted, end).sort()
    sorted = end
  }
  return () => {
    if (next === sorted) sortMore()
    return values[next++]!
  }
}

/** Moves values so that nothing from `start` on is larger than anything from the returned place to `end`; both parts have some. */
function split(values: Float64Array, start: number, end: number): number {
  const pivot = medianOfThree(values[start]!, values[(start + end - 1) >> 1]!, values[end - 1]!)
  let [left, right] = [start, end - 1]
  for (;;) {
    while (values[left]! < pivot) left++
    while (values[right]! > pivot) right--
    // Of the three one is no smaller and one no larger than the pivot, so neither part is empty.
    if (left >= right) return left
    const value = values[left]!
    values[left++] = values[right]!
    values[right--] = value
  }
}
