import type { RightSpectrum } from '../../../numeric/spectral.ts'
import type { Mixture } from './score-candidates.ts'
import { type FilterSettings, spectralFilter, spectrumEdge } from './spectral-filter.ts'
import { type NormalisedInteractions, targetScale } from './train.ts'

/** What is tried: every combination; target exponents ascend. */
export interface TrialGrid {
  readonly rankShares: readonly number[]
  readonly powers: readonly number[]
  /** λ / σ_1² of ridges, tried at the first of the ranks */
  readonly ridges: readonly number[]
  readonly tails: readonly number[]
  readonly targets: readonly number[]
}

export const fullGrid: TrialGrid = {
  rankShares: [1, 1 / 3],
  powers: [0, 0.5, 1],
  ridges: [0.02, 0.05, 0.1],
  tails: [0, 0.15, 0.3, 0.6, 1],
  targets: [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
}

/** Enough to tell whether a normalisation suits the data. */
export const coarseGrid: TrialGrid = {
  rankShares: [1],
  powers: [0, 1],
  ridges: [0.05],
  tails: [0.3, 1],
  targets: [-0.2, 0, 0.1, 0.2, 0.4],
}

export interface Trial extends Mixture {
  readonly settings: FilterSettings
}

/** Trials as mixtures of products that are computed once. */
export interface Trials {
  /** weights of directions: a head for each rank and power, one of σ² for each rank, and a head for each ridge; AᵀA comes last */
  readonly parts: readonly Float32Array[]
  readonly itemScales: readonly Float64Array[]
  readonly list: readonly Trial[]
}

export function listTrials(
  normalised: NormalisedInteractions,
  spectrum: RightSpectrum,
  largestRank: number,
  grid: TrialGrid,
): Trials {
  const { values } = spectrum
  const [parts, itemScales, list]: [Float32Array[], Float64Array[], Trial[]] = [[], [], []]
  const overlap = grid.rankShares.length * (grid.powers.length + 1) + grid.ridges.length
  const addTails = (
    head: number,
    squares: number,
    itemScale: number,
    settings: Omit<FilterSettings, 'tailShare'>,
    tails: readonly number[],
  ) => {
    const { edge } = spectrumEdge(values, settings.rank)
    for (const tailShare of tails) {
      const weights = [1, -tailShare, edge > 0 ? tailShare / edge ** 2 : 0]
      list.push({ settings: { ...settings, tailShare }, parts: [head, squares, overlap], weights, itemScale })
    }
  }
  grid.rankShares.forEach((share, n) => {
    const rank = Math.max(8, Math.round((largestRank * share) / 8) * 8)
    const filterOf = (settings: Omit<FilterSettings, 'rank'>) => spectralFilter(values, { ...settings, rank })
    const squares = parts.push(filterOf({ spectralPower: 2, ridge: 0, tailShare: 0 }).weights) - 1
    for (const spectralPower of grid.powers) {
      const settings = { rank, spectralPower, ridge: 0 }
      const head = parts.push(filterOf({ ...settings, tailShare: 0 }).weights) - 1
      addTails(head, squares, -1, settings, grid.tails)
    }
    if (n > 0) return
    for (const ridge of grid.ridges) {
      const settings = { rank, spectralPower: 0, ridge }
      const head = parts.push(filterOf({ ...settings, tailShare: 0 }).weights) - 1
      // A ridge goes on smoothly beyond the edge: its own tail is the whole one.
      const whole = { ...settings, tailShare: 1, targetExponent: 0 }
      const scale = targetScale(normalised, spectrum, spectralFilter(values, whole), whole)
      addTails(head, squares, itemScales.push(scale) - 1, settings, [1])
    }
  })
  return { parts, itemScales, list }
}
