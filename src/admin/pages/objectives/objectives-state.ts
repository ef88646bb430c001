import type { ShiftReport, ShiftRequest, WhyNotRequest } from '../../../client/index.ts'
import { choice, type Fields, number, text } from '../../router/url-state.ts'
import type { Unit } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'
import { objectiveOrder, type WeightKey } from '../../text/objectives.ts'
import { type RequestState, requestFields, toRequest } from '../shared/request-state.ts'
import { type SampleState, sampleFields, toSample } from '../shared/sample-state.ts'

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

export interface ObjectivesState extends RequestState, SampleState {
  readonly on: 'request' | 'sample'
  /** empty: the default profile */
  readonly profile: string
  /** whose weight is swept and left out below; empty: that which says most (`shownState`) */
  readonly objective: WeightKey | ''
  /** what the sweep is read by */
  readonly total: TotalKey
  /** percent of the weight at which the sweep's list is shown; −1: the objective left out */
  readonly point: number
  /** the id of a restaurant that is asked about; empty: none */
  readonly missing: string
}

/** The state with an objective to show. */
export interface ShownState extends Omit<ObjectivesState, 'objective'> {
  readonly objective: WeightKey
}

type LeftOut = Pick<ShiftReport['leftOut'][number], 'objective' | 'share'> & { readonly result: unknown }

/** Where none was chosen, the objective of the most weight that can be left out. */
export function shownState(state: ObjectivesState, leftOut: readonly LeftOut[]): ShownState {
  const [telling] = leftOut.filter(({ result }) => result !== null).sort((a, b) => b.share - a.share)
  return { ...state, objective: state.objective || (telling?.objective ?? 'relevance') }
}

export type SetObjectives = (patch: Partial<ObjectivesState>, mode?: 'push' | 'replace') => void

/** So many past requests are taken apart at once. */
export const mostSampled = 500

export const objectivesFields: Fields<ObjectivesState> = {
  ...requestFields,
  ...sampleFields,
  // Each past request is ranked some forty times.
  size: number(50, { min: 1, max: mostSampled }),
  on: choice(['request', 'sample'], 'request'),
  profile: text(),
  objective: choice<WeightKey | ''>(['', ...objectiveOrder], ''),
  total: choice<TotalKey>(totalKeys, 'orders'),
  point: number(-1, { min: -1, max: 100 }),
  missing: text(),
}

/** Points of each sweep, both ends among them: every 5 %, over a sample every 20 %. */
const points = { request: 21, sample: 6 } as const

/** What is taken apart. */
const subject = (state: ObjectivesState, size: number): Pick<ShiftRequest, 'request' | 'sample'> =>
  state.on === 'sample'
    ? { sample: toSample({ size, source: state.source, seed: state.seed }) }
    : { request: toRequest(state) }

export const toShiftBody = (state: ObjectivesState, profile: string): ShiftRequest => ({
  ...subject(state, state.size),
  profile,
  points: points[state.on],
  k: 10,
})

/** Each past request is ranked some hundreds of times for it. */
const mostAsked = 300

export const toWhyNotBody = (
  state: ObjectivesState,
  profile: string,
): Omit<WhyNotRequest, 'restaurantId' | 'format'> => ({
  ...subject(state, Math.min(mostAsked, state.size)),
  profile,
})
