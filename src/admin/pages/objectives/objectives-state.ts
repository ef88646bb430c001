import { choice, type Fields, number, text } from '../../router/url-state.ts'
import type { Unit } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'
import { objectiveOrder, type WeightKey } from '../../text/objectives.ts'
import { type RequestState, requestFields } from '../shared/request-state.ts'

/** What a list is read by, in natural units. */
export const totalKeys = ['orders', 'revenue', 'margin', 'waitMinutes', 'predictedMs'] as const
export type TotalKey = (typeof totalKeys)[number] & TermKey

export const totalUnits: Readonly<Record<TotalKey, Unit>> = {
  orders: 'orders',
  revenue: 'money',
  margin: 'money',
  waitMinutes: 'minutes',
  predictedMs: 'ms',
}

/** Which way a total is better. */
export const betterOf = (key: TotalKey): 'more' | 'less' =>
  key === 'waitMinutes' || key === 'predictedMs' ? 'less' : 'more'

export interface ObjectivesState extends RequestState {
  /** empty: the default profile */
  readonly profile: string
  /** whose weight is swept and left out below */
  readonly objective: WeightKey
  /** what the sweep is read by */
  readonly total: TotalKey
  /** percent of the weight at which the sweep's list is shown; −1: the objective left out */
  readonly point: number
}

export const objectivesFields: Fields<ObjectivesState> = {
  ...requestFields,
  profile: text(),
  objective: choice<WeightKey>(objectiveOrder, 'relevance'),
  total: choice<TotalKey>(totalKeys, 'orders'),
  point: number(-1, { min: -1, max: 100 }),
}

/** Points of each sweep, both ends among them: every 5 %. */
export const sweepPoints = 21
