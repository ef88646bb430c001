/**
 * Partially sorts `keys` and their `scores` so that the first k are the k best (highest score, ties by the lower key), in no
 * particular order; quickselect, so about 2 n steps.
 * @param count how many of the arrays' first entries take part
 */
export function selectTop(keys: Int32Array, scores: Float32Array, count: number, k: number): void {
  if (k >= count || k <= 0) return
  let [low, high] = [0, count - 1]
  while (low < high) {
    const pivot = partition(keys, scores, low, high)
    if (pivot === k || pivot === k - 1) return
    if (pivot < k) low = pivot + 1
    else high = pivot - 1
  }
}

/** Sorts the first `count` entries: best first, ties by the lower key. In place, by heapsort: no allocation. */
export function sortBestFirst(keys: Int32Array, scores: Float32Array, count: number): void {
  for (let root = (count >> 1) - 1; root >= 0; root--) sift(keys, scores, root, count)
  for (let end = count - 1; end > 0; end--) {
    swap(keys, scores, 0, end)
    sift(keys, scores, 0, end)
  }
}

/** True when entry i comes before entry j. */
function before(keys: Int32Array, scores: Float32Array, i: number, j: number): boolean {
  return scores[i]! > scores[j]! || (scores[i] === scores[j] && keys[i]! < keys[j]!)
}

function swap(keys: Int32Array, scores: Float32Array, i: number, j: number): void {
  const [key, score] = [keys[i]!, scores[i]!]
  keys[i] = keys[j]!
  scores[i] = scores[j]!
  keys[j] = key
  scores[j] = score
}

/** Puts the median of three in its final place and returns that place. */
function partition(keys: Int32Array, scores: Float32Array, low: number, high: number): number {
  const middle = (low + high) >> 1
  if (before(keys, scores, middle, low)) swap(keys, scores, middle, low)
  if (before(keys, scores, high, low)) swap(keys, scores, high, low)
  if (before(keys, scores, high, middle)) swap(keys, scores, high, middle)
  swap(keys, scores, middle, high)
  let place = low
  for (let i = low; i < high; i++) {
    if (before(keys, scores, i, high)) swap(keys, scores, i, place++)
  }
  swap(keys, scores, place, high)
  return place
}

/** Restores the heap whose root is the entry that comes last. */
function sift(keys: Int32Array, scores: Float32Array, from: number, count: number): void {
  let root = from
  for (;;) {
    let child = 2 * root + 1
    if (child >= count) return
    if (child + 1 < count && before(keys, scores, child, child + 1)) child++
    if (!before(keys, scores, root, child)) return
    swap(keys, scores, root, child)
    root = child
  }
}
