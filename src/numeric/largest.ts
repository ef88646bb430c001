/**
 * The indices of the k largest of scores[0 … count − 1], largest first, ties by lower index, by a heap of size k.
 * @param scores length ≥ count, no NaN
 * @returns min(k, count) indices
 */
export function largest(scores: Float64Array, count: number, k: number): Int32Array {
  const heap = new Int32Array(Math.max(0, Math.min(k, count)))
  if (heap.length === 0) return heap
  /** a ranks below b */
  const below = (a: number, b: number) => {
    const difference = scores[a]! - scores[b]!
    return difference === 0 ? a > b : difference < 0
  }
  /** Moves `value` down from the top of the first `length` places; the lowest stays on top. */
  const sift = (value: number, from: number, length: number) => {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= length) break
      if (child + 1 < length && below(heap[child + 1]!, heap[child]!)) child++
      if (!below(heap[child]!, value)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = value
  }
  for (let i = 0; i < heap.length; i++) heap[i] = i
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sift(heap[at]!, at, heap.length)
  // Later ones have higher indices, so a tie with the lowest changes nothing.
  let least = scores[heap[0]!]!
  for (let i = heap.length; i < count; i++) {
    if (!(scores[i]! > least)) continue
    sift(i, 0, heap.length)
    least = scores[heap[0]!]!
  }
  for (let length = heap.length - 1; length > 0; length--) {
    const lowest = heap[0]!
    sift(heap[length]!, 0, length)
    heap[length] = lowest
  }
  return heap
}
