import { useMemo } from 'react'
import type { Profile } from '../../client/index.ts'
import { useQuery } from './use-query.ts'

export interface Profiles {
  readonly all: readonly Profile[]
  /** what requests without a profile get */
  readonly defaultKey: string | undefined
  of(key: string): Profile | undefined
}

/** The profiles, for whatever lets one choose among them. */
export function useProfiles() {
  const query = useQuery('GET /v1/profiles', {})
  const { data } = query
  const profiles = useMemo((): Profiles | undefined => {
    if (!data) return undefined
    const byKey = new Map(data.items.map((profile) => [profile.key, profile]))
    return {
      all: data.items,
      defaultKey: data.items.find(({ isDefault }) => isDefault)?.key,
      of: (key) => byKey.get(key),
    }
  }, [data])
  return { query, profiles }
}
