import type { ComparisonSide, ProfileSettings, WhyNotRequest } from '../../../client/index.ts'
import { choice, type Fields, json, numbers, optionalNumber, text } from '../../router/url-state.ts'
import { objectiveOrder } from '../../text/objectives.ts'
import type { Floor } from '../shared/groups.ts'
import { type RequestState, requestFields, toRequest } from '../shared/request-state.ts'
import type { Weights } from '../shared/weights.ts'

/** What was moved away from the profile as it is published; null: as it is. */
export interface DraftState {
  /** percent by objective; only ratios matter */
  readonly weights: Readonly<Record<string, number>> | null
  readonly budget: number | null
  readonly diversity: number | null
  readonly floors: readonly Floor[] | null
}

/** `shares`: each bar as wide as the others, to see what a score is made of; `scale`: as long as its score */
export type Bars = 'shares' | 'scale'

export interface TryState extends RequestState, DraftState {
  /** empty: the default profile */
  readonly profile: string
  /** what to hold the list against; empty: as published what was moved, what is served now where nothing was */
  readonly against: string
  readonly bars: Bars
  /** the id of a restaurant that is asked about; empty: none */
  readonly missing: string
}

const isFloors = (value: unknown): value is readonly Floor[] | null =>
  value === null ||
  (Array.isArray(value) &&
    value.every((floor) => typeof floor?.minShare === 'number' && typeof floor?.group?.by === 'string'))

export const tryFields: Fields<TryState> = {
  ...requestFields,
  profile: text(),
  against: text(),
  bars: choice(['shares', 'scale'], 'shares'),
  missing: text(),
  weights: numbers(),
  budget: optionalNumber({ min: 1, max: 10_000 }),
  diversity: optionalNumber({ min: 0, max: 1 }),
  floors: json<readonly Floor[] | null>(isFloors, null),
}

export const nothingMoved: DraftState = { weights: null, budget: null, diversity: null, floors: null }

export const isMoved = ({ weights, budget, diversity, floors }: DraftState): boolean =>
  weights !== null || budget !== null || diversity !== null || floors !== null

/** The settings to try: the published ones with what was moved. All weights at 0 mean relevance, since a list needs an order. */
export function draftOf(settings: ProfileSettings, draft: DraftState): ProfileSettings {
  const moved = draft.weights
  const weights = moved
    ? (Object.fromEntries(objectiveOrder.map((key) => [key, Math.max(0, moved[key] ?? 0)])) as Weights)
    : settings.weights
  const isOrdered = objectiveOrder.some((key) => key !== 'latency' && weights[key] > 0)
  return {
    ...settings,
    weights: isOrdered ? weights : { ...weights, relevance: 1 },
    latencyBudgetMs: draft.budget ?? settings.latencyBudgetMs,
    diversity: draft.diversity ?? settings.diversity,
    exposureFloors: draft.floors ? [...draft.floors] : settings.exposureFloors,
  }
}

/** The profile that the list is held against, by its key. */
export function baseOf(
  key: string,
  defaultKey: string | undefined,
  state: DraftState & Pick<TryState, 'against'>,
): string {
  if (state.against !== '') return state.against
  return isMoved(state) ? key : (defaultKey ?? key)
}

/** The sides to compare: what the list is held against first; one side where both are the same. */
export function sidesOf(
  key: string,
  settings: ProfileSettings,
  defaultKey: string | undefined,
  state: DraftState & Pick<TryState, 'against'>,
): ComparisonSide[] {
  const base = baseOf(key, defaultKey, state)
  if (isMoved(state)) {
    return [
      { profile: base, name: `${base}, published` },
      { settings: draftOf(settings, state), name: `${key}, moved` },
    ]
  }
  return base === key ? [{ profile: key }] : [{ profile: base }, { profile: key }]
}

/** The request and whose list a restaurant is missed in: as it is published, or as it was moved. */
export const toWhyNotBody = (
  key: string,
  settings: ProfileSettings,
  state: TryState,
): Omit<WhyNotRequest, 'restaurantId' | 'format'> => ({
  request: toRequest(state),
  ...(isMoved(state) ? { settings: draftOf(settings, state) } : { profile: key }),
})
