/**
 * The softly normalised spectral model. With A = D_u^(−a) R D_i^(−b) ≈ U Σ Vᵀ (rank k) the operator is
 *
 *   W = D_i^(−b) [ V Σ^p Vᵀ / σ_k^p  +  t · (AᵀA − V Σ² Vᵀ) / σ_k² ] D_i^(c)
 *
 * The first term is the spectral model. The second is what the first leaves out, passed on in proportion to its strength, as a linear
 * graph filter does (compare GF-CF, Shen et al., CIKM 2021): at t = 1 the filter is continuous at σ_k. Local ties that no common
 * taste explains live there.
 */
export interface CollaborativeSettings {
  /** a: how much a busy user's interactions count less, 0 to 1 */
  readonly userExponent: number
  /** b: how much an interaction with a popular item says less, 0 to 1 */
  readonly itemExponent: number
  /** k: singular vectors that are kept */
  readonly rank: number
  readonly iterations: number
  /** p: 0 weighs all directions alike, more favours the common tastes */
  readonly spectralPower: number
  /** t: 0 forgets what lies beyond the kept directions */
  readonly tailShare: number
  /** c: positive favours popular items as answers, negative rare ones */
  readonly targetExponent: number
  readonly entriesPerRow: number
  readonly seed: number
}

/** Every pair of items is looked at up to this many; beyond it, pairs with a user in common. */
export const allPairsUpToItems = 4096

/** Directions more than this add time and little else. */
const largestRank = 768

/**
 * Settings that do well on sparse and dense sets alike; `search` starts from them. The rank stays well below the size of the set: at
 * full rank and p = 0, V Vᵀ would be the identity, and say nothing.
 */
export function defaultCollaborativeSettings(users: number, items: number): CollaborativeSettings {
  return {
    userExponent: 0.3,
    itemExponent: 0.35,
    rank: Math.max(8, Math.min(largestRank, Math.round(Math.min(users, items) / 64) * 8)),
    iterations: 3,
    spectralPower: 0.5,
    tailShare: 0.3,
    targetExponent: 0.2,
    entriesPerRow: 250,
    seed: 1,
  }
}
