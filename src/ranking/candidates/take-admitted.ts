/** The first `k` of `items` that are let in, in their order. */
export function takeAdmitted(items: Int32Array, k: number, admits: (item: number) => boolean): Int32Array {
  const taken = new Int32Array(Math.min(k, items.length))
  let count = 0
  for (let n = 0; n < items.length && count < k; n++) if (admits(items[n]!)) taken[count++] = items[n]!
  return taken.subarray(0, count)
}
