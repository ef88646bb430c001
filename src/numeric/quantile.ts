/**
 * Linear interpolation between the neighbours (type 7 of Hyndman and Fan 1996).
 * @param sorted ascending, not empty
 * @param share 0: the least; 0.5: the median; 1: the greatest
 */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const lower = sorted[below]!
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!
  return lower + (upper - lower) * (position - below)
}
