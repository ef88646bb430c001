/**
 * Kolmogorov–Smirnov distance of two histograms over the same ordered cells: the largest difference of their cumulative shares. Cells
 * hide differences inside them, so that it is at most that of the values themselves.
 * @returns from 0 to 1; 0 when either is empty
 */
export function kolmogorovSmirnov(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const total = (cells: ArrayLike<number>) => Array.from(cells).reduce((sum, n) => sum + n, 0)
  const [allA, allB] = [total(a), total(b)]
  if (allA === 0 || allB === 0) return 0
  let [upToA, upToB, distance] = [0, 0, 0]
  for (let cell = 0; cell < a.length; cell++) {
    upToA += a[cell]!
    upToB += b[cell]!
    distance = Math.max(distance, Math.abs(upToA / allA - upToB / allB))
  }
  return distance
}

/** What chance alone exceeds with probability `alpha`, for two samples of these sizes (Smirnov 1948, asymptotic). */
export function kolmogorovSmirnovCritical(alpha: number, rowsA: number, rowsB: number): number {
  return Math.sqrt((-Math.log(alpha / 2) / 2) * (1 / rowsA + 1 / rowsB))
}
