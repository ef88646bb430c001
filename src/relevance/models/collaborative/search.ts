import { createSerialExecutor } from '../../../numeric/executor.ts'
import { createRandom } from '../../../numeric/random.ts'
import type { SparseRows } from '../../../numeric/sparse-rows.ts'
import { sharedFloat64 } from '../../../numeric/sparse-rows.ts'
import { type HoldOut, holdOut } from './hold-out.ts'
import { collaborativeKernels } from './kernels.ts'
import { type Mixture, scoreCandidatesPieces } from './score-candidates.ts'
import type { CollaborativeSettings } from './settings.ts'
import { spectralFilter, spectrumEdge } from './spectral-filter.ts'
import { type CutOperator, cutRows, factorise, normalise, type TrainingHooks } from './train.ts'

/** What is tried: every combination. */
const rankShares = [1, 1 / 3]
const powers = [0, 0.5, 1]
const tails = [0, 0.15, 0.3, 0.6, 1]
const targets = [-0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]

/** Entries of the trial operator's rows in all, which bounds its memory: 44 bytes each. */
const largestTrial = 10_000_000
const maximumUsers = 3000

export interface SettingsSearch {
  readonly settings: CollaborativeSettings
  /** mean recall@20 + NDCG@20 of the chosen settings, and of those the search began with, on what was held out */
  readonly found: number
  readonly start: number
  readonly users: number
}

/**
 * Chooses rank, spectral power, tail and target exponent from the interactions alone: one factorisation without the held-out items,
 * then every combination is scored on one trial operator that keeps the parts of its entries apart.
 */
export async function searchSettings(
  interactions: SparseRows,
  start: CollaborativeSettings,
  hooks: TrainingHooks = {},
): Promise<SettingsSearch> {
  const held = holdOut(interactions, maximumUsers, createRandom(start.seed).fork('hold-out'))
  if (held.users.length === 0) return { settings: start, found: 0, start: 0, users: 0 }
  const report = (from: number, to: number): TrainingHooks => ({
    ...hooks,
    onProgress: (share) => hooks.onProgress?.(from + share * (to - from)),
  })
  const normalised = normalise(held.training, start)
  const spectrum = await factorise(normalised, start, report(0, 0.5))
  const trials = listTrials(spectrum.values, start.rank)
  const entriesPerRow = Math.max(
    20,
    Math.min(start.entriesPerRow, Math.floor(largestTrial / interactions.width)),
  )
  // The entries are chosen by the middle of the grid, and every trial is scored on the same.
  const filter = spectralFilter(spectrum.values, { ...middle, rank: start.rank })
  const cut = await cutRows(
    normalised,
    spectrum,
    { filter, parts: trials.parts, settings: { ...start, ...middle, entriesPerRow } },
    report(0.5, 0.8),
  )
  const qualities = await scoreTrials(held, normalised.itemDegrees, cut, trials.list, start, report(0.8, 1))
  return choose(qualities, trials.list, start, held.users.length)
}

interface Trial extends Mixture {
  readonly rank: number
  readonly spectralPower: number
  readonly tailShare: number
}

interface Trials {
  /** for each rank: one array of weights for each power, then one of σ² */
  readonly parts: readonly Float32Array[]
  readonly list: readonly Trial[]
}

const middle = { spectralPower: 0.5, tailShare: 0.3, targetExponent: 0.2 }

function listTrials(values: Float64Array, largestRank: number): Trials {
  const parts: Float32Array[] = []
  const list: Trial[] = []
  const overlap = rankShares.length * (powers.length + 1)
  for (const share of rankShares) {
    const rank = Math.max(8, Math.round((largestRank * share) / 8) * 8)
    const { edge } = spectrumEdge(values, rank)
    const squares = parts.length + powers.length
    for (const spectralPower of powers) {
      const head = parts.push(spectralFilter(values, { rank, spectralPower, tailShare: 0 }).weights) - 1
      for (const tailShare of tails) {
        const weights = [1, -tailShare, edge > 0 ? tailShare / edge ** 2 : 0]
        list.push({ rank, spectralPower, tailShare, parts: [head, squares, overlap], weights })
      }
    }
    parts.push(spectralFilter(values, { rank, spectralPower: 2, tailShare: 0 }).weights)
  }
  return { parts, list }
}

/** Mean quality of every trial at every target exponent, row-major trials × targets. */
async function scoreTrials(
  held: HoldOut,
  itemDegrees: Float64Array,
  cut: CutOperator,
  mixtures: readonly Mixture[],
  { itemExponent }: CollaborativeSettings,
  hooks: TrainingHooks,
): Promise<Float64Array> {
  const pieces = scoreCandidatesPieces(held.users.length)
  const combinations = mixtures.length * targets.length
  const out = sharedFloat64(pieces * combinations)
  const args = {
    items: cut.items,
    stride: cut.stride,
    columns: cut.columns,
    counts: cut.counts,
    parts: cut.parts,
    rowScale: itemDegrees.map((degree) => degree ** -itemExponent),
    history: held.training,
    users: held.users,
    wantedStart: held.wantedStart,
    wanted: held.wanted,
    mixtures: mixtures.map(({ parts, weights }) => ({ parts, weights })),
    columnScales: targets.map((target) => itemDegrees.map((degree) => degree ** target)),
    out,
  }
  const executor = hooks.executor ?? createSerialExecutor(collaborativeKernels)
  await executor.run('scoreCandidates', args, pieces, (done) => hooks.onProgress?.(done / pieces))
  const mean = new Float64Array(combinations)
  for (let i = 0; i < out.length; i++) mean[i % combinations]! += out[i]! / held.users.length
  return mean
}

/** A difference below this share of the best quality is noise on a sample of some thousand users. */
const indifference = 0.005

/**
 * The best trial of the largest target exponent that is as good as any: of equals, the one that leans most on popular items, whose
 * entries rest on the most evidence.
 */
function largestTarget(qualities: Float64Array): number {
  const enough = qualities.reduce((best, quality) => Math.max(best, quality)) * (1 - indifference)
  let chosen = -1
  qualities.forEach((quality, i) => {
    if (quality < enough) return
    const step = chosen < 0 ? 1 : (i % targets.length) - (chosen % targets.length)
    if (step > 0 || (step === 0 && quality > qualities[chosen]!)) chosen = i
  })
  return chosen
}

function choose(
  qualities: Float64Array,
  trials: readonly Trial[],
  start: CollaborativeSettings,
  users: number,
): SettingsSearch {
  const best = largestTarget(qualities)
  const { rank, spectralPower, tailShare } = trials[Math.floor(best / targets.length)]!
  const settings = {
    ...start,
    rank,
    spectralPower,
    tailShare,
    targetExponent: targets[best % targets.length]!,
  }
  const startTrial = trials.findIndex(
    (trial) =>
      trial.rank === start.rank &&
      trial.spectralPower === start.spectralPower &&
      trial.tailShare === start.tailShare,
  )
  const startAt = startTrial * targets.length + targets.indexOf(start.targetExponent)
  return { settings, found: qualities[best]!, start: qualities[startAt] ?? Number.NaN, users }
}
