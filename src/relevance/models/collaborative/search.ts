import { createSerialExecutor } from '../../../numeric/executor.ts'
import { createRandom } from '../../../numeric/random.ts'
import { createSharedBuffers, type SharedBuffers } from '../../../numeric/shared-buffers.ts'
import type { SparseRows } from '../../../numeric/sparse-rows.ts'
import { type HoldOut, holdOut } from './hold-out.ts'
import { collaborativeKernels } from './kernels.ts'
import { scoreCandidatesPieces } from './score-candidates.ts'
import { searchWork } from './search-work.ts'
import { type CollaborativeSettings, isSmall } from './settings.ts'
import { spectralFilter } from './spectral-filter.ts'
import { type CutOperator, cutRows, factorise, normalise, type TrainingHooks, targetScale } from './train.ts'
import { coarseGrid, fullGrid, listTrials, type TrialGrid, type Trials } from './trials.ts'

/** Exponents of users and items, between which the search goes in steps. */
const userExponents = [0, 0.15, 0.3, 0.45]
const itemExponents = [0.2, 0.3, 0.35, 0.4, 0.5]

/** Entries of the trial operator's rows in all, which bounds its memory: 64 bytes each. */
const largestTrial = 8_000_000
const maximumUsers = 3000
const coarseRank = 192
const coarseEntries = 100

export const defaultSearchSeconds = 120

export interface SettingsSearch {
  readonly settings: CollaborativeSettings
  /** mean recall@20 + NDCG@20 of the chosen settings, and of those the search began with, on what was held out */
  readonly found: number
  readonly start: number
  readonly users: number
  /** pairs of exponents that were tried */
  readonly tried: readonly ExponentTrial[]
}

export interface ExponentTrial {
  readonly userExponent: number
  readonly itemExponent: number
  readonly quality: number
}

export interface SearchOptions extends TrainingHooks {
  /** About so long on two threads of a machine of our days. It is counted in work, not by the clock: the same seed finds the same anywhere. */
  readonly seconds?: number
}

/**
 * Chooses the settings from the interactions alone, by what was held out of them: first the exponents of users and items, step by
 * step with a coarse model, as far as the budget goes; then rank, filter, tail and target exponent, of which every combination is
 * scored on one trial operator that keeps the parts of its entries apart.
 */
export async function searchSettings(
  interactions: SparseRows,
  start: CollaborativeSettings,
  { seconds = defaultSearchSeconds, ...given }: SearchOptions = {},
): Promise<SettingsSearch> {
  const hooks = { ...given, buffers: given.buffers ?? createSharedBuffers() }
  const held = holdOut(interactions, maximumUsers, createRandom(start.seed).fork('hold-out'))
  if (held.users.length === 0) return { settings: start, found: 0, start: 0, users: 0, tried: [] }
  const fine = { ...start, entriesPerRow: trialEntries(start.entriesPerRow, held) }
  const coarse = isSmall(interactions.width)
    ? fine
    : {
        ...fine,
        rank: Math.min(start.rank, coarseRank),
        entriesPerRow: Math.min(fine.entriesPerRow, coarseEntries),
      }
  const work = searchWork(held.training, held.users.length)
  const fineSeconds = work(fine, fullGrid)
  const affordable = Math.floor((seconds - fineSeconds) / work(coarse, coarseGrid))
  const coarseShare = affordable > 1 ? 1 - fineSeconds / seconds : 0
  const report = (from: number, to: number): StoringHooks => ({
    ...hooks,
    onProgress: (share) => hooks.onProgress?.(from + share * (to - from)),
  })
  const tried: ExponentTrial[] = []
  const measure = async (exponents: Exponents) => {
    const share = (n: number) => (coarseShare * n) / affordable
    const at = report(share(tried.length), share(tried.length + 1))
    const { qualities } = await runTrials(held, { ...coarse, ...exponents }, coarseGrid, at)
    const quality = qualities.reduce((best, value) => Math.max(best, value))
    tried.push({ ...exponents, quality })
    return quality
  }
  const exponents = affordable > 1 ? await climb(start, affordable, measure) : start
  const { userExponent, itemExponent } = exponents
  const { qualities, trials } = await runTrials(
    held,
    { ...fine, userExponent, itemExponent },
    fullGrid,
    report(coarseShare, 1),
  )
  const chosen = choose(qualities, trials, { ...start, userExponent, itemExponent })
  return { ...chosen, users: held.users.length, tried }
}

const trialEntries = (wanted: number, { training }: HoldOut) =>
  Math.min(wanted, Math.max(20, Math.floor(largestTrial / Math.max(1, training.width))))

type Exponents = Pick<CollaborativeSettings, 'userExponent' | 'itemExponent'>

/** A step is taken when it is better by this share: less is noise, or what tells a random hold-out from the future. */
const leastGain = 0.015

/** From the start, one exponent at a time to its neighbour, for as long as that gains and measurements are left. */
async function climb(
  start: Exponents,
  measurements: number,
  measure: (exponents: Exponents) => Promise<number>,
): Promise<Exponents> {
  let at: Exponents = { userExponent: start.userExponent, itemExponent: start.itemExponent }
  let best = await measure(at)
  const seen = new Set([keyOf(at)])
  for (let moved = true; moved; ) {
    moved = false
    for (const next of neighbours(at)) {
      if (seen.has(keyOf(next))) continue
      if (seen.size >= measurements) return at
      seen.add(keyOf(next))
      const quality = await measure(next)
      if (!(quality > best * (1 + leastGain))) continue
      ;[at, best, moved] = [next, quality, true]
      break
    }
  }
  return at
}

const keyOf = ({ userExponent, itemExponent }: Exponents) => `${userExponent} ${itemExponent}`

function* neighbours({ userExponent, itemExponent }: Exponents): Iterable<Exponents> {
  for (const next of beside(userExponents, userExponent)) yield { userExponent: next, itemExponent }
  for (const next of beside(itemExponents, itemExponent)) yield { userExponent, itemExponent: next }
}

/** The next smaller and the next larger of ascending values. */
function beside(values: readonly number[], value: number): number[] {
  const below = values.filter((other) => other < value).at(-1)
  const above = values.find((other) => other > value)
  return [below, above].filter((other) => other !== undefined)
}

type StoringHooks = TrainingHooks & { readonly buffers: SharedBuffers }

interface ScoredTrials {
  readonly trials: Trials
  /** mean quality of every trial at every target exponent, row-major trials × targets */
  readonly qualities: Float64Array
}

async function runTrials(
  held: HoldOut,
  settings: CollaborativeSettings,
  grid: TrialGrid,
  hooks: StoringHooks,
): Promise<ScoredTrials> {
  const report = (from: number, to: number): StoringHooks => ({
    ...hooks,
    onProgress: (share) => hooks.onProgress?.(from + share * (to - from)),
  })
  const normalised = normalise(held.training, settings, hooks.buffers)
  const spectrum = await factorise(normalised, settings, report(0, 0.4))
  const trials = listTrials(normalised, spectrum, settings.rank, grid)
  // The entries are chosen by the settings that the search began with, and every trial is scored on the same.
  const filter = spectralFilter(spectrum.values, settings)
  const columnScale = targetScale(normalised, spectrum, filter, settings)
  const cut = await cutRows(
    normalised,
    spectrum,
    { filter, parts: trials.parts, settings, columnScale, wantedRows: itemsOf(held) },
    report(0.4, 0.7),
  )
  const scoring = { held, itemDegrees: normalised.itemDegrees, cut, trials, settings, grid }
  return { trials, qualities: await scoreTrials(scoring, report(0.7, 1)) }
}

/** The items of the sampled users' histories: no other rows are looked at. */
function itemsOf({ training, users }: HoldOut): Uint8Array {
  const wanted = new Uint8Array(training.width)
  for (const user of users) {
    for (let e = training.rowStart[user]!; e < training.rowStart[user + 1]!; e++) {
      wanted[training.columns[e]!] = 1
    }
  }
  return wanted
}

interface Scoring {
  readonly held: HoldOut
  readonly itemDegrees: Float64Array
  readonly cut: CutOperator
  readonly trials: Trials
  readonly settings: CollaborativeSettings
  readonly grid: TrialGrid
}

async function scoreTrials(
  { held, itemDegrees, cut, trials, settings, grid: { targets } }: Scoring,
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

/** What the search began with stays unless something is better by this share: a random hold-out is not the future. */
const clearGain = 0.015
/** Trials closer than this are equals: the difference is noise on a sample of some thousand users. */
const indifference = 0.005

/** The trial to take: the one begun with where nothing is clearly better, otherwise of the best the nearest to it. */
function chooseTrial(
  qualities: Float64Array,
  startAt: number,
  { list }: Trials,
  start: CollaborativeSettings,
): number {
  const { targets } = fullGrid
  const best = qualities.reduce((largest, quality) => Math.max(largest, quality))
  if (startAt >= 0 && qualities[startAt]! * (1 + clearGain) >= best) return startAt
  const distance = (i: number) =>
    Math.abs(targets[i % targets.length]! - start.targetExponent) +
    Math.abs(list[Math.floor(i / targets.length)]!.settings.tailShare - start.tailShare)
  let chosen = -1
  qualities.forEach((quality, i) => {
    if (quality < best * (1 - indifference)) return
    const nearer = chosen < 0 ? 1 : distance(chosen) - distance(i)
    if (nearer > 1e-9 || (nearer > -1e-9 && quality > qualities[chosen]!)) chosen = i
  })
  return chosen
}

function choose(qualities: Float64Array, trials: Trials, start: CollaborativeSettings) {
  const { list } = trials
  const { targets } = fullGrid
  const startTrial = list.findIndex(
    ({ settings: { rank, spectralPower, ridge, tailShare } }) =>
      rank === start.rank &&
      spectralPower === start.spectralPower &&
      ridge === start.ridge &&
      tailShare === start.tailShare,
  )
  const startPlace = targets.indexOf(start.targetExponent)
  const startAt = startTrial < 0 || startPlace < 0 ? -1 : startTrial * targets.length + startPlace
  const chosen = chooseTrial(qualities, startAt, trials, start)
  const settings: CollaborativeSettings = {
    ...start,
    ...list[Math.floor(chosen / targets.length)]!.settings,
    targetExponent: targets[chosen % targets.length]!,
  }
  return { settings, found: qualities[chosen]!, start: qualities[startAt] ?? Number.NaN }
}
