const coefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188]

/**
 * ln Γ(x) for x > 0, to about 1e-13 relative: Stirling's series (Abramowitz and Stegun 1964, 6.1.41) above 10, and the recurrence
 * Γ(x + 1) = x Γ(x) to get there.
 */
export function logGamma(x: number): number {
  let shift = 0
  let y = x
  while (y < 10) {
    shift += Math.log(y)
    y++
  }
  const inverse = 1 / y
  let series = 0
  for (let k = coefficients.length - 1; k >= 0; k--) series = series * inverse * inverse + coefficients[k]!
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series * inverse - shift
}
