import type { RecommendationRequest } from '../../../client/index.ts'
import { type Fields, flag, number, optionalNumber, text } from '../../router/url-state.ts'

/** A request for a list, as it stands in the address of the pages that ask for one. */
export interface RequestState {
  /** empty: nobody, as somebody new would be */
  readonly user: string
  /** where the food is to go; null, either of them: where the guest lives */
  readonly lat: number | null
  readonly lon: number | null
  /** local time as `datetime-local` writes it; empty: now */
  readonly at: string
  /** places that are open then alone */
  readonly open: boolean
  readonly limit: number
}

export const requestFields: Fields<RequestState> = {
  user: text(),
  lat: optionalNumber({ min: -90, max: 90 }),
  lon: optionalNumber({ min: -180, max: 180 }),
  at: text(),
  open: flag(true),
  limit: number(10, { min: 1, max: 50 }),
}

/** The body of a request; a time that is none is left out. */
export function toRequest({ user, lat, lon, at, open, limit }: RequestState): RecommendationRequest {
  const atMs = at === '' ? Number.NaN : Date.parse(at)
  return {
    ...(user === '' ? {} : { userId: user }),
    context: {
      ...(lat === null || lon === null ? {} : { location: { lat, lon } }),
      ...(Number.isNaN(atMs) ? {} : { at: new Date(atMs).toISOString() }),
    },
    filters: { openNow: open },
    limit: Math.round(limit),
  }
}
