import type { Unit } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'

export type TotalKey = 'orders' | 'revenue' | 'margin' | 'waitMinutes' | 'predictedMs'

interface Total {
  readonly key: TotalKey & TermKey
  readonly unit: Unit
  readonly better: 'more' | 'less'
}

/** The figures that comparisons speak of, in this order everywhere. */
export const totals: readonly Total[] = [
  { key: 'orders', unit: 'orders', better: 'more' },
  { key: 'revenue', unit: 'money', better: 'more' },
  { key: 'margin', unit: 'money', better: 'more' },
  { key: 'waitMinutes', unit: 'minutes', better: 'less' },
  { key: 'predictedMs', unit: 'ms', better: 'less' },
]
