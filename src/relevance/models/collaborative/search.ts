import { createRandom } from '../../../numeric/random.ts'
import { createSharedBuffers } from '../../../numeric/shared-buffers.ts'
import type { SparseRows } from '../../../numeric/sparse-rows.ts'
import { type ChosenTrial, chooseTrial } from './choose-trial.ts'
import { climb, type Exponents } from './climb.ts'
import { type HoldOut, holdOut } from './hold-out.ts'
import { between, itemsOf, prepareTrials, type StoringHooks, scoreTrials } from './run-trials.ts'
import { searchWork, type WorkOf } from './search-work.ts'
import { type CollaborativeSettings, isSmall } from './settings.ts'
import type { TrainingHooks } from './train.ts'
import { coarseGrid, fullGrid } from './trials.ts'

/** Entries of the trial operator's rows in all, which bounds its memory: 64 bytes each. */
const largestTrial = 8_000_000
const maximumUsers = 3000
const coarseRank = 192
const coarseEntries = 100

/** Larger sets need longer; beyond the largest, less is tried. */
const [leastSeconds, mostSeconds, secondsPerMillion] = [120, 300, 120]

/** By the number of interactions. */
export const defaultSearchSeconds = (interactions: number) =>
  Math.min(mostSeconds, Math.max(leastSeconds, (interactions / 1e6) * secondsPerMillion))

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
  { seconds = defaultSearchSeconds(interactions.columns.length), ...given }: SearchOptions = {},
): Promise<SettingsSearch> {
  const hooks = { ...given, buffers: given.buffers ?? createSharedBuffers() }
  const held = holdOut(interactions, maximumUsers, createRandom(start.seed).fork('hold-out'))
  if (held.users.length === 0) return { settings: start, found: 0, start: 0, users: 0, tried: [] }
  const plan = planSearch(held, start, seconds)
  const tried: ExponentTrial[] = []
  const measure = async (exponents: Exponents) => {
    const share = (n: number) => (plan.coarseShare * n) / plan.measurements
    const at = between(hooks, share(tried.length), share(tried.length + 1))
    const settings = { ...plan.coarse, ...exponents }
    const prepared = await prepareTrials(held, settings, coarseGrid, between(at, 0, 0.5))
    const qualities = await scoreTrials(prepared, settings, between(at, 0.5, 1))
    const quality = qualities.reduce((best, value) => Math.max(best, value))
    tried.push({ ...exponents, quality })
    return quality
  }
  const { userExponent, itemExponent } =
    plan.measurements > 1 ? await climb(start, plan.measurements, measure) : start
  const fine = { ...plan.fine, userExponent, itemExponent }
  const chosen = await chooseFinely(held, fine, between(hooks, plan.coarseShare, 1))
  const rank = Math.round((chosen.settings.rank * start.rank) / fine.rank / 8) * 8
  const settings = { ...chosen.settings, rank, entriesPerRow: start.entriesPerRow }
  return { ...chosen, settings, users: held.users.length, tried }
}

interface SearchPlan {
  readonly fine: CollaborativeSettings
  readonly coarse: CollaborativeSettings
  /** pairs of exponents that can be afforded */
  readonly measurements: number
  /** of the work */
  readonly coarseShare: number
}

/**
 * The fine trials may have two thirds of the budget. Where that is not enough they are made with fewer directions, as a last resort: what
 * suits few directions need not suit many.
 */
const fineShare = 2 / 3
/** Scoring what was chosen on its own entries, as a share of the trials themselves. */
const secondLook = 0.5
const leastRank = 96

/** What the budget is spent on, by the size of the data alone. */
export function planSearch(held: HoldOut, start: CollaborativeSettings, seconds: number): SearchPlan {
  const work: WorkOf = searchWork(held.training, held.users.length)
  const largest = { ...start, entriesPerRow: trialEntries(start.entriesPerRow, held) }
  let fine = largest
  while (work(fine, fullGrid) > fineShare * seconds && fine.rank >= 2 * leastRank) {
    fine = { ...fine, rank: Math.round(fine.rank / 16) * 8 }
  }
  const coarse = isSmall(held.training.width)
    ? fine
    : {
        ...fine,
        rank: Math.min(fine.rank, coarseRank),
        entriesPerRow: Math.min(fine.entriesPerRow, coarseEntries),
      }
  const fineSeconds = (1 + secondLook) * work(fine, fullGrid)
  const measurements = Math.floor((seconds - fineSeconds) / work(coarse, coarseGrid))
  return { fine, coarse, measurements, coarseShare: measurements > 1 ? 1 - fineSeconds / seconds : 0 }
}

function trialEntries(wanted: number, held: HoldOut): number {
  const rows = itemsOf(held).reduce((sum, one) => sum + one, 0)
  return Math.min(wanted, Math.max(20, Math.floor(largestTrial / Math.max(1, rows))))
}

/**
 * Of all trials at these exponents. What is chosen is chosen again on the entries that it would keep itself: those of the start do no
 * justice to what prefers rare items where the start prefers popular ones.
 */
async function chooseFinely(
  held: HoldOut,
  start: CollaborativeSettings,
  hooks: StoringHooks,
): Promise<ChosenTrial> {
  const prepared = await prepareTrials(held, start, fullGrid, between(hooks, 0, 0.4))
  const first = await scoreTrials(prepared, start, between(hooks, 0.4, 0.7))
  const chosen = chooseTrial(first, prepared.trials, start)
  if (chosen.found === chosen.start) return chosen
  const second = await scoreTrials(prepared, chosen.settings, between(hooks, 0.7, 1))
  const better = first.map((quality, i) => Math.max(quality, second[i]!))
  return chooseTrial(better, prepared.trials, start)
}
