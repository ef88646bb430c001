import type { GuardrailBound, SolveReport } from '../../../client/index.ts'
import { formatValue, type Unit } from '../../text/format.ts'
import { glossary } from '../../text/glossary.ts'
import { objectiveText } from '../../text/objectives.ts'

export type Measure = GuardrailBound['measure']

/** `best`: a share of the best that any lists reach; `value`: a figure of its own */
export type Kind = 'best' | 'value'

/** A bound as it stands in the form and in the address. */
export interface Bound {
  readonly measure: Measure
  readonly kind: Kind
  /** as it is read: percent, money, minutes, ms */
  readonly value: number
}

export const measures: readonly Measure[] = [
  'ndcg',
  'relevance',
  'revenue',
  'margin',
  'wait',
  'discovery',
  'newPlaces',
  'p95',
]

export const measureLabel = (measure: Measure): string => {
  if (measure === 'p95') return 'Time (p95)'
  if (measure === 'ndcg' || measure === 'newPlaces') return glossary[measure].label
  return objectiveText(measure).label
}

/** What a figure of a measure is in. */
export function unitOf(measure: Measure): Unit {
  switch (measure) {
    case 'p95':
      return 'ms'
    case 'newPlaces':
      return 'share'
    case 'ndcg':
      return 'index'
    case 'relevance':
      return 'orders'
    default:
      return objectiveText(measure).unit
  }
}

/** Whether a bound of its own is from above. */
export const isUpper = (measure: Measure): boolean => measure === 'wait' || measure === 'p95'

interface Form {
  readonly kind: Kind
  /** between the measure and the number */
  readonly before: string
  /** behind the number */
  readonly after: string
}

/** The ways in which a measure can be bounded, in words. */
export function formsOf(measure: Measure): readonly Form[] {
  const best: Form = { kind: 'best', before: 'stays at least', after: '%' }
  switch (measure) {
    case 'p95':
      return [{ kind: 'value', before: 'is at most', after: 'ms' }]
    case 'wait':
      return [{ kind: 'value', before: 'is at most', after: 'minutes' }, best]
    case 'newPlaces':
      return [{ kind: 'value', before: 'get at least', after: '% of attention' }, best]
    default:
      return [best, { kind: 'value', before: 'is at least', after: '' }]
  }
}

/** What a measure is bounded by when it is chosen. */
export function firstBound(measure: Measure): Bound {
  const [form] = formsOf(measure)
  const values: Partial<Record<Measure, number>> = { p95: 100, wait: 30, newPlaces: 10 }
  return { measure, kind: form?.kind ?? 'best', value: values[measure] ?? 99 }
}

/** What the service is asked. */
export function toBound({ measure, kind, value }: Bound): GuardrailBound {
  if (kind === 'best') return { measure, minShareOfBest: value / 100 }
  if (isUpper(measure)) return { measure, max: value }
  return { measure, min: measure === 'newPlaces' ? value / 100 : value }
}

export const isBounds = (value: unknown): value is readonly Bound[] =>
  Array.isArray(value) &&
  value.every(
    (bound) =>
      measures.includes(bound?.measure) &&
      (bound.kind === 'best' || bound.kind === 'value') &&
      typeof bound.value === 'number',
  )

/** `NDCG@10 ≥ 0.660` */
export const boundInWords = (measure: SolveReport['bounds'][number]['measure'], value: number): string =>
  `${measureLabel(measure)} ${isUpper(measure) ? '≤' : '≥'} ${formatValue(value, unitOf(measure))}`
