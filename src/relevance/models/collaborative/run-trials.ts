import { createSerialExecutor } from '../../../numeric/executor.ts'
import type { SharedBuffers } from '../../../numeric/shared-buffers.ts'
import type { HoldOut } from './hold-out.ts'
import { collaborativeKernels } from './kernels.ts'
import { scoreCandidatesPieces } from './score-candidates.ts'
import type { CollaborativeSettings } from './settings.ts'
import { spectralFilter } from './spectral-filter.ts'
import {
  type CutOperator,
  cutRows,
  factorise,
  type NormalisedInteractions,
  normalise,
  type StoredSpectrum,
  type TrainingHooks,
  targetScale,
} from './train.ts'
import { listTrials, type TrialGrid, type Trials } from './trials.ts'

export type StoringHooks = TrainingHooks & { readonly buffers: SharedBuffers }

/** The same hooks, told of a part of the whole. */
export const between = (hooks: StoringHooks, from: number, to: number): StoringHooks => ({
  ...hooks,
  onProgress: (share) => hooks.onProgress?.(from + share * (to - from)),
})

/** Trials that share a normalisation and its spectrum; valid until the next are prepared in the same buffers. */
export interface PreparedTrials {
  readonly held: HoldOut
  readonly grid: TrialGrid
  readonly settings: CollaborativeSettings
  readonly normalised: NormalisedInteractions
  readonly spectrum: StoredSpectrum
  readonly trials: Trials
}

export async function prepareTrials(
  held: HoldOut,
  settings: CollaborativeSettings,
  grid: TrialGrid,
  hooks: StoringHooks,
): Promise<PreparedTrials> {
  const normalised = normalise(held.training, settings, hooks.buffers)
  const spectrum = await factorise(normalised, settings, hooks)
  return {
    held,
    grid,
    settings,
    normalised,
    spectrum,
    trials: listTrials(normalised, spectrum, settings.rank, grid),
  }
}

/**
 * Mean quality of every trial at every target exponent, row-major trials × targets. All are scored on the same entries, those that are
 * strongest by `cutBy`: to others than that it does no full justice.
 */
export async function scoreTrials(
  prepared: PreparedTrials,
  cutBy: CollaborativeSettings,
  hooks: StoringHooks,
): Promise<Float64Array> {
  const { held, normalised, spectrum, trials, settings } = prepared
  const filter = spectralFilter(spectrum.values, cutBy)
  const columnScale = targetScale(normalised, spectrum, filter, cutBy)
  const cut = await cutRows(
    normalised,
    spectrum,
    { filter, parts: trials.parts, settings, columnScale, wantedRows: itemsOf(held) },
    between(hooks, 0, 0.5),
  )
  return scoreCut(prepared, cut, between(hooks, 0.5, 1))
}

/** The items of the sampled users' histories, by 1: no other rows are looked at. */
export function itemsOf({ training, users }: HoldOut): Uint8Array {
  const wanted = new Uint8Array(training.width)
  for (const user of users) {
    for (let e = training.rowStart[user]!; e < training.rowStart[user + 1]!; e++) {
      wanted[training.columns[e]!] = 1
    }
  }
  return wanted
}

async function scoreCut(
  { held, normalised: { itemDegrees }, trials, settings, grid: { targets } }: PreparedTrials,
  cut: CutOperator,
  hooks: StoringHooks,
): Promise<Float64Array> {
  const pieces = scoreCandidatesPieces(held.users.length)
  const combinations = trials.list.length * targets.length
  const out = hooks.buffers.float64('qualities', pieces * combinations)
  const args = {
    items: cut.items,
    stride: cut.stride,
    columns: cut.columns,
    counts: cut.counts,
    parts: cut.parts,
    rowScale: itemDegrees.map((degree) => degree ** -settings.itemExponent),
    history: held.training,
    users: held.users,
    wantedStart: held.wantedStart,
    wanted: held.wanted,
    mixtures: trials.list.map(({ parts, weights, itemScale }) => ({ parts, weights, itemScale })),
    itemScales: trials.itemScales,
    columnScales: targets.map((target) => itemDegrees.map((degree) => degree ** target)),
    out,
  }
  const executor = hooks.executor ?? createSerialExecutor(collaborativeKernels)
  await executor.run('scoreCandidates', args, pieces, (done) => hooks.onProgress?.(done / pieces))
  const mean = new Float64Array(combinations)
  for (let i = 0; i < out.length; i++) mean[i % combinations]! += out[i]! / held.users.length
  return mean
}
