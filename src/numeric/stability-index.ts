/** Keeps an empty cell from saying infinity. */
const leastShare = 1e-4

/**
 * Population stability index of two histograms over the same cells: Σ (q − p) ln(q / p) over their shares, a symmetric
 * Kullback–Leibler divergence. By custom below 0.1 nothing moved, above 0.25 much did.
 * @returns 0 when either is empty: nothing can be said
 */
export function stabilityIndex(before: ArrayLike<number>, after: ArrayLike<number>): number {
  const total = (cells: ArrayLike<number>) => Array.from(cells).reduce((sum, n) => sum + n, 0)
  const [all, later] = [total(before), total(after)]
  if (all === 0 || later === 0) return 0
  let index = 0
  for (let cell = 0; cell < before.length; cell++) {
    const p = Math.max(leastShare, before[cell]! / all)
    const q = Math.max(leastShare, after[cell]! / later)
    index += (q - p) * Math.log(q / p)
  }
  return index
}
