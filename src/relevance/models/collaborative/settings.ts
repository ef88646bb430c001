/**
 * The softly normalised spectral model. With A = D_u^(−a) R D_i^(−b) ≈ U Σ Vᵀ, W = D_i^(−b) V Σ^p Vᵀ D_i^(c).
 */
export interface CollaborativeSettings {
  /** a: how much a busy user's interactions count less, 0 to 1 */
  readonly userExponent: number
  /** b: how much an interaction with a popular item says less, 0 to 1 */
  readonly itemExponent: number
  /** singular vectors that are kept */
  readonly rank: number
  readonly iterations: number
  /** p: 0 weighs all directions alike, 1 favours the common tastes */
  readonly spectralPower: number
  /** c: positive favours popular items as answers, negative rare ones */
  readonly targetExponent: number
  readonly entriesPerRow: number
  readonly seed: number
}

/** Every pair of items is looked at up to this many; beyond it, pairs with a user in common. */
export const allPairsUpToItems = 4096

export const defaultCollaborativeSettings: CollaborativeSettings = {
  userExponent: 0.3,
  itemExponent: 0.4,
  rank: 768,
  iterations: 3,
  spectralPower: 0,
  targetExponent: 0.3,
  entriesPerRow: 400,
  seed: 1,
}
