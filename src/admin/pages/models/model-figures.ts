import { entriesAt, intervalAt, listAt, numberAt, textOf } from '../../api/read-unknown.ts'
import type { Interval } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'

export const measures = ['ndcg@10', 'hr@1', 'hr@5', 'hr@10', 'mrr@10'] as const
export type Measure = (typeof measures)[number]

/** The words of each measure. */
export const measureTerms: Readonly<Record<Measure, TermKey>> = {
  'ndcg@10': 'ndcg',
  'hr@1': 'hr1',
  'hr@5': 'hr5',
  'hr@10': 'hr10',
  'mrr@10': 'mrr',
}

/** Which of the later orders: all, those at a place that the guest had ordered at before, and first times. */
export const segments = ['all', 'repeat', 'firstTime'] as const
export type Orders = (typeof segments)[number]

export const segmentLabels: Readonly<Record<Orders, string>> = {
  all: 'All orders',
  repeat: 'Again at a place',
  firstTime: 'First time at a place',
}

const rankers = ['model', 'decayed-frequency', 'frequency', 'popularity', 'random'] as const
export type Ranker = (typeof rankers)[number]

export const rankerLabels: Readonly<Record<Ranker, string>> = {
  model: 'This model',
  'decayed-frequency': 'Decayed frequency',
  frequency: 'Frequency',
  popularity: 'Popularity',
  random: 'Random',
}

export interface RankerFigure {
  readonly ranker: Ranker
  readonly value: Interval
}

/** The model and the baselines on the same later orders; those that were not measured are absent. */
export const rankerFigures = (metrics: unknown, on: Orders, measure: Measure): RankerFigure[] =>
  rankers.flatMap((ranker) => {
    const value = intervalAt(metrics, 'evaluation', on, ranker, measure)
    return value ? [{ ranker, value }] : []
  })

export interface ReliabilityBin {
  readonly predictions: number
  /** mean predicted probability */
  readonly predicted: number
  /** share that was ordered, with its 95 % interval */
  readonly observed: Interval
}

export function reliabilityBins(metrics: unknown): ReliabilityBin[] {
  return listAt(metrics, 'evaluation', 'reliability', 'bins').flatMap((bin) => {
    const predictions = numberAt(bin, 'predictions')
    const predicted = numberAt(bin, 'predicted')
    const observed = numberAt(bin, 'observed')
    if (!predictions || predicted === null || observed === null) return []
    return [{ predictions, predicted, observed: wilsonInterval(observed, predictions) }]
  })
}

const z = 1.96

/** The 95 % interval of a share of `n` tries (Wilson, 1927), which stays between 0 and 1 for the smallest shares too. */
export function wilsonInterval(share: number, n: number): Interval {
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  return {
    mean: share,
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  }
}

/** What it learnt, largest first. */
export const featureWeights = (metrics: unknown): { name: string; weight: number }[] =>
  entriesAt(metrics, 'weights')
    .flatMap(([name, weight]) => (typeof weight === 'number' ? [{ name, weight }] : []))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))

/** Seconds of each stage, in the order of their names. */
export const stageSeconds = (metrics: unknown): { stage: string; seconds: number }[] =>
  entriesAt(metrics, 'timings').flatMap(([name, ms]) =>
    typeof ms === 'number' ? [{ stage: name.replace(/-ms$/, ''), seconds: ms / 1000 }] : [],
  )

export interface SettingRow {
  readonly name: string
  readonly value: string
}

/** What was chosen before it learnt, and what it then learnt from, as names and texts. */
export function settingRows(settings: unknown): { chosen: SettingRow[]; learntFrom: SettingRow[] } {
  const rowsOf = (entries: readonly [string, unknown][]) =>
    entries.map(([name, value]) => ({ name: names[name] ?? name, value: valueInWords(value) }))
  return {
    chosen: rowsOf(entriesAt(settings, 'order')),
    learntFrom: rowsOf(entriesAt(settings).filter(([name]) => name !== 'order')),
  }
}

function valueInWords(value: unknown): string {
  if (value === null) return 'by itself'
  return typeof value === 'number' ? value.toLocaleString('en-GB') : textOf(value)
}

const names: Readonly<Record<string, string>> = {
  l2: 'L2 penalty',
  calibrationPrior: 'Calibration prior, orders',
  company: '“Ordered by the same people” from',
  habitDays: 'Half-life of habits, days',
  maxOccasions: 'Orders fitted on, at most',
  negatives: 'Places told apart from, per order',
  neighbours: 'Neighbours kept per place',
  occasions: 'Orders fitted on',
  seed: 'Seed',
  restaurants: 'Restaurants',
  users: 'Guests',
  interactions: 'Interactions',
  orders: 'Orders',
}
