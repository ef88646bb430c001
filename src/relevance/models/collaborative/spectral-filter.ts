import type { CollaborativeSettings } from './settings.ts'

/** A function of AᵀA: ⟨a ∘ weights, b⟩ over the first `weights.length` directions of items a and b, plus tail · (AᵀA)_ab. */
export interface SpectralFilter {
  readonly weights: Float32Array
  readonly tail: number
}

export type FilterSettings = Pick<CollaborativeSettings, 'rank' | 'spectralPower' | 'ridge' | 'tailShare'>

/** Singular values below this share of the largest are rounding noise. */
const negligible = 1e-3

/**
 * The filter of settings.ts, over the first `rank` of the singular values.
 * @param values descending
 */
export function spectralFilter(
  values: Float64Array,
  { rank, spectralPower, ridge, tailShare }: FilterSettings,
): SpectralFilter {
  const { kept, edge } = spectrumEdge(values, rank)
  if (kept === 0) return { weights: new Float32Array(0), tail: 0 }
  const weights = new Float32Array(Math.min(rank, values.length))
  const lambda = ridge * (values[0]! / edge) ** 2
  for (let j = 0; j < kept; j++) {
    const ratio = values[j]! / edge
    const head = ridge > 0 ? (ratio ** 2 * (1 + lambda)) / (ratio ** 2 + lambda) : ratio ** spectralPower
    weights[j] = head - tailShare * ratio ** 2
  }
  return { weights, tail: tailShare / edge ** 2 }
}

/** How many of the first `rank` singular values are more than noise, and the smallest of those. */
export function spectrumEdge(values: Float64Array, rank: number): { kept: number; edge: number } {
  const floor = (values[0] ?? 0) * negligible
  let kept = 0
  while (kept < Math.min(rank, values.length) && values[kept]! > floor) kept++
  return { kept, edge: kept === 0 ? 0 : values[kept - 1]! }
}

/** What the ridge filter is multiplied by so that it is 1 at the edge: (σ_k² + λ) / σ_k². */
export function ridgeScale(
  values: Float64Array,
  { rank, ridge }: Pick<FilterSettings, 'rank' | 'ridge'>,
): number {
  const { kept, edge } = spectrumEdge(values, rank)
  return kept === 0 ? 1 : 1 + ridge * (values[0]! / edge) ** 2
}

/** Below this share of itself an item would be all that explains it. */
const leastUnexplained = 0.05

/**
 * EASE's divisors 1 − F_jj, F = AᵀA (AᵀA + λ)⁻¹ by the filter.
 * @param vectors items × width, row-major
 * @param squares (AᵀA)_jj
 */
export function unexplained(
  { weights, tail }: SpectralFilter,
  scale: number,
  { vectors, width, squares }: { vectors: Float32Array; width: number; squares: Float64Array },
): Float64Array {
  return squares.map((square, item) => {
    let sum = tail * square
    for (let j = 0; j < weights.length; j++) sum += weights[j]! * vectors[item * width + j]! ** 2
    return Math.max(leastUnexplained, 1 - sum / scale)
  })
}
