import type { CollaborativeSettings } from './settings.ts'

/** A function of AᵀA: ⟨a ∘ weights, b⟩ over the first `weights.length` directions of items a and b, plus tail · (AᵀA)_ab. */
export interface SpectralFilter {
  readonly weights: Float32Array
  readonly tail: number
}

/** Singular values below this share of the largest are rounding noise. */
const negligible = 1e-3

/**
 * The filter of settings.ts, over the first `rank` of the singular values.
 * @param values descending
 */
export function spectralFilter(
  values: Float64Array,
  { rank, spectralPower, tailShare }: Pick<CollaborativeSettings, 'rank' | 'spectralPower' | 'tailShare'>,
): SpectralFilter {
  const { kept, edge } = spectrumEdge(values, rank)
  if (kept === 0) return { weights: new Float32Array(0), tail: 0 }
  const weights = new Float32Array(Math.min(rank, values.length))
  for (let j = 0; j < kept; j++) {
    const ratio = values[j]! / edge
    weights[j] = ratio ** spectralPower - tailShare * ratio ** 2
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
