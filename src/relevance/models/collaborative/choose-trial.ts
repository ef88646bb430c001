import type { CollaborativeSettings } from './settings.ts'
import { fullGrid, type Trials } from './trials.ts'

/** What the search began with stays unless something is better by this share: a random hold-out is not the future. */
const clearGain = 0.015
/** Trials closer than this are equals: the difference is noise on a sample of some thousand users. */
const indifference = 0.005

export interface ChosenTrial {
  readonly settings: CollaborativeSettings
  /** quality of the chosen trial, and of the settings that the search began with; NaN where those are none of the trials */
  readonly found: number
  readonly start: number
}

/** The settings to take: those begun with where nothing is clearly better, otherwise of the best the nearest to them. */
export function chooseTrial(
  qualities: Float64Array,
  trials: Trials,
  start: CollaborativeSettings,
): ChosenTrial {
  const { list } = trials
  const { targets } = fullGrid
  const startAt = placeOf(start, trials)
  const chosen = choosePlace(qualities, startAt, trials, start)
  const settings: CollaborativeSettings = {
    ...start,
    ...list[Math.floor(chosen / targets.length)]!.settings,
    targetExponent: targets[chosen % targets.length]!,
  }
  return { settings, found: qualities[chosen]!, start: qualities[startAt] ?? Number.NaN }
}

/** Where settings are among the trials at all targets; -1: nowhere. */
function placeOf(start: CollaborativeSettings, { list }: Trials): number {
  const { targets } = fullGrid
  const trial = list.findIndex(
    ({ settings: { rank, spectralPower, ridge, tailShare } }) =>
      rank === start.rank &&
      spectralPower === start.spectralPower &&
      ridge === start.ridge &&
      tailShare === start.tailShare,
  )
  const target = targets.indexOf(start.targetExponent)
  return trial < 0 || target < 0 ? -1 : trial * targets.length + target
}

function choosePlace(
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
