import { useMemo } from 'react'
import type { ComparedSide, Comparison, Profile } from '../../../client/index.ts'
import { useProfiles } from '../../api/use-profiles.ts'
import { type Query, useQuery } from '../../api/use-query.ts'
import { toRequest } from '../shared/request-state.ts'
import { sidesOf, type TryState } from './try-state.ts'

export interface Tried {
  readonly report: Comparison
  /** what is held against; null: there is one list alone */
  readonly base: ComparedSide | null
  readonly side: ComparedSide
}

/**
 * Asks for the list, and for what it is held against, whenever something moves.
 * @param isReady false: who asks is not settled yet
 */
export function useTry(state: TryState, isReady = true) {
  const { query, profiles } = useProfiles()
  const key = state.profile || profiles?.defaultKey
  const profile = key === undefined ? undefined : profiles?.of(key)
  const settings = profile?.live?.settings
  const input = useMemo(
    () =>
      isReady && profile && settings
        ? {
            body: {
              request: toRequest(state),
              sides: sidesOf(profile.key, settings, profiles?.defaultKey, state),
            },
          }
        : null,
    [profiles, profile, settings, state, isReady],
  )
  const compared = useQuery('POST /v1/admin/objectives/compare', input, { debounceMs: 80 })
  return {
    profiles,
    profilesQuery: query,
    profile: profile as Profile | undefined,
    compared: asTried(compared),
  }
}

function asTried(query: Query<unknown>): Query<Tried> {
  const { data, ...rest } = query
  return { ...rest, data: isComparison(data) ? triedOf(data) : undefined }
}

/** One request is compared here, and no sample. */
const isComparison = (data: unknown): data is Comparison =>
  typeof data === 'object' && data !== null && 'pairs' in data

function triedOf(report: Comparison): Tried | undefined {
  const side = report.sides.at(-1)
  return side && { report, side, base: report.sides.length > 1 ? (report.sides[0] ?? null) : null }
}
