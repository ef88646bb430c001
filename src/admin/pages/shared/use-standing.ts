import { useMemo } from 'react'
import type { Comparison, Profile, SampledComparison } from '../../../client/index.ts'
import { type Query, useQuery } from '../../api/use-query.ts'
import { type SampleState, toSample } from './sample-state.ts'

/** As many sides as a comparison takes. */
const mostSides = 10

/**
 * All live profiles on the same past requests, held against the one that is served.
 * @param isAsked false: not yet, since something else goes first
 */
export function useStanding(
  profiles: readonly Profile[],
  sample: SampleState,
  isAsked = true,
): Query<SampledComparison> {
  const { size, source, seed } = sample
  const input = useMemo(() => {
    const live = profiles.filter((profile) => profile.live)
    const ordered = [...live.filter(({ isDefault }) => isDefault), ...live.filter((each) => !each.isDefault)]
    if (!isAsked || ordered.length === 0) return null
    const sides = ordered.slice(0, mostSides).map(({ key }) => ({ profile: key, name: key }))
    return { body: { sample: toSample({ size, source, seed }), sides } }
  }, [profiles, size, source, seed, isAsked])
  return asSampled(useQuery('POST /v1/admin/objectives/compare', input))
}

/** A comparison that was asked for on a sample. */
export function asSampled({
  data,
  ...rest
}: Query<Comparison | SampledComparison>): Query<SampledComparison> {
  return { ...rest, data: data && !('pairs' in data) ? data : undefined }
}
