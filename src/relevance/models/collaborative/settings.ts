/**
 * The softly normalised spectral model. With A = D_u^(−a) R D_i^(−b) ≈ U Σ Vᵀ (rank k) the operator is
 *
 *   W = D_i^(−b) [ V Σ^p Vᵀ / σ_k^p  +  t · (AᵀA − V Σ² Vᵀ) / σ_k² ] D_i^(c)
 *
 * The first term is the spectral model. The second is what the first leaves out, passed on in proportion to its strength, as a linear
 * graph filter does (compare GF-CF, Shen et al., CIKM 2021): at t = 1 the filter is continuous at σ_k. Local ties that no common
 * taste explains live there.
 *
 * With ridge > 0 the first term's σ^p is σ² / (σ² + λ), λ = ridge · σ_1², so that F = AᵀA (AᵀA + λ)⁻¹ to the extent that the tail is
 * linear: the regression of every item on all. Each column is then divided by 1 − F_jj, which is EASE (Steck, WWW 2019: its weights
 * −P_ij / P_jj with P = (AᵀA + λ)⁻¹ are F_ij / (1 − F_jj)) on normalised interactions, its negative entries left out. No inverse is
 * needed where the largest directions are known and λ is far above what lies beyond them.
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
  /** λ / σ_1²; 0: the power filter */
  readonly ridge: number
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

export const isSmall = (items: number) => items <= allPairsUpToItems

/**
 * Where the search starts, and what it leaves only for what is clearly better. Small catalogues, where most pairs of items meet, get
 * EASE, which few have beaten on dense sets (Dacrema et al., TOIS 2021); large and sparse ones the spectral model. The rank stays
 * well below the size of the set: at full rank and p = 0, V Vᵀ would be the identity, and say nothing.
 */
export function defaultCollaborativeSettings(users: number, items: number): CollaborativeSettings {
  const rank = Math.max(8, Math.min(largestRank, Math.round(Math.min(users, items) / 64) * 8))
  const common = { rank, iterations: 3, seed: 1 }
  if (isSmall(items)) {
    return {
      ...common,
      userExponent: 0,
      itemExponent: 0.3,
      spectralPower: 0,
      ridge: 0.05,
      tailShare: 1,
      targetExponent: 0,
      entriesPerRow: 400,
    }
  }
  return {
    ...common,
    userExponent: 0.3,
    itemExponent: 0.35,
    spectralPower: 0,
    ridge: 0,
    tailShare: 0.3,
    targetExponent: 0.3,
    entriesPerRow: 250,
  }
}
