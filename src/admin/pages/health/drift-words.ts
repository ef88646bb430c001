import type { Drift, DriftCheck, DriftMeasure, QualityCheck } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'

type Status = DriftCheck['status'] | QualityCheck['status']

export const statusKinds: Readonly<Record<Status, 'plain' | 'good' | 'bad' | 'warn'>> = {
  'too-few': 'plain',
  quiet: 'good',
  watched: 'warn',
  raised: 'bad',
}

export const statusWords: Readonly<Record<Status, string>> = {
  'too-few': 'too few rows',
  quiet: 'quiet',
  watched: 'watched',
  raised: 'raised',
}

const order: readonly Status[] = ['raised', 'watched', 'quiet', 'too-few']

/** What needs a look first. */
export const byUrgency = <Check extends { readonly status: Status }>(checks: readonly Check[]): Check[] =>
  [...checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))

export const measureTerms: Readonly<Record<DriftMeasure['key'], TermKey>> = {
  'population-stability-index': 'populationStabilityIndex',
  'kolmogorov-smirnov': 'kolmogorovSmirnov',
  'rate-change': 'rateChange',
}

/** A measure beside what it must not pass. */
export const measureInWords = ({ value, threshold }: DriftMeasure): string =>
  `${formatValue(value, 'index')} of ${formatValue(threshold, 'index')}`

export interface HistoryPoint {
  /** a day, UTC */
  readonly day: string
  readonly value: number
  readonly threshold: number | null
}

/** How one measure of a drift check went, a day each. */
export const driftHistory = (history: Drift['history'], key: string, measure: string): HistoryPoint[] =>
  history.flatMap(({ day, checks }) => {
    const found = checks.find((check) => check.key === key)?.measures.find((other) => other.key === measure)
    return found ? [{ day, value: found.value, threshold: found.threshold }] : []
  })

export function qualityValue(value: number | null, unit: QualityCheck['unit']): string {
  if (unit === 'share') return formatValue(value, 'share')
  return unit === 'rows' ? formatValue(value, 'count') : `${formatValue(value, 'places')} h`
}

/** The bounds of a check in words; a dash: it has none. */
export function boundsInWords({ low, high, unit }: Pick<QualityCheck, 'low' | 'high' | 'unit'>): string {
  if (low !== null && high !== null) return `${qualityValue(low, unit)} to ${qualityValue(high, unit)}`
  if (low !== null) return `at least ${qualityValue(low, unit)}`
  return high === null ? '–' : `at most ${qualityValue(high, unit)}`
}
