import type { Catalogue } from '../catalog/catalogue.ts'
import { isNullIsland, plausible } from '../catalog/implausible.ts'
import { emptyHistory } from '../interactions/history.ts'
import { Problem } from '../problem/problems.ts'
import type { LiveProfile, ProfileSettings } from '../profiles/schema.ts'
import type { Plan, RankingRequest } from '../ranking/types.ts'
import type { Location } from '../schema/primitives.ts'
import type { FoundUser } from './lookups.ts'
import type { RecommendationRequest } from './service.ts'
import type { Snapshot } from './snapshot.ts'

/** The profile that a request names, or the default. @throws Problem profile-not-found */
export function resolveProfile(snapshot: Snapshot, key: string | null): LiveProfile {
  const profile = snapshot.profiles.get(key ?? snapshot.defaultProfileKey)
  if (profile) return profile
  throw new Problem('profile-not-found', {
    detail:
      key === null ? 'No profile is published.' : `There is no published profile with the key “${key}”.`,
    ...(key === null ? {} : { errors: [{ path: 'profile', message: 'is no published profile' }] }),
  })
}

export interface ResolvedCandidates {
  /** Ascending catalogue indices, each once; null: the plan's sources find them. */
  readonly candidates: Int32Array | null
  readonly unknownIds: readonly string[]
}

/** The caller's own candidate ids as catalogue indices, and those that there are none of. */
export function resolveCandidates(catalogue: Catalogue, ids: readonly string[] | null): ResolvedCandidates {
  if (ids === null) return { candidates: null, unknownIds: [] }
  const unique = [...new Set(ids)]
  const known = unique.flatMap((id) => catalogue.indexOf.get(id) ?? [])
  return {
    candidates: Int32Array.from(known).sort(),
    unknownIds: unique.filter((id) => !catalogue.indexOf.has(id)),
  }
}

export interface Resolution {
  readonly request: RecommendationRequest
  readonly catalogue: Catalogue
  readonly settings: ProfileSettings
  /** null: nobody, or nobody that we know */
  readonly user: FoundUser | null
  readonly candidates: Int32Array | null
  readonly plan: Plan
  readonly atMs: number
  readonly seed: number
}

/** The request as the ranking understands it: names and ids as indices, what the user says of themselves filled in. */
export function resolveRequest(resolution: Resolution): RankingRequest {
  const { request, catalogue, settings, user } = resolution
  return {
    history: user?.history ?? emptyHistory,
    likedCuisines: cuisineIndices(catalogue, user?.cuisines ?? []),
    maxPriceLevelLiked: user?.maxPriceLevel ?? 0,
    origins: originsOf(request.location, user),
    atMs: resolution.atMs,
    radiusKm: request.radiusKm,
    filters: {
      cuisines: request.cuisines && cuisineIndices(catalogue, request.cuisines),
      maxPriceLevel: request.maxPriceLevel ?? 0,
      openNow: request.openNow,
      exclude: new Set(request.excludeIds.flatMap((id) => catalogue.indexOf.get(id) ?? [])),
    },
    limit: request.limit,
    profile: settings,
    plan: resolution.plan,
    candidates: resolution.candidates,
    lastShown: request.lastShownIds
      ? Int32Array.from(request.lastShownIds, (id) => catalogue.indexOf.get(id) ?? -1)
      : null,
    seed: resolution.seed,
  }
}

/** Where the request says that the user is, else where the user lives; a device without a fix says (0, 0). */
function originsOf(location: RecommendationRequest['location'], user: FoundUser | null): readonly Location[] {
  const place = plausible(location)
  return place ? [place] : (user?.locations ?? []).filter((each) => !isNullIsland(each))
}

/** Names that no restaurant has are left out. */
function cuisineIndices(catalogue: Catalogue, names: readonly string[]): number[] {
  return [...new Set(names.flatMap((name) => catalogue.cuisineIndex.get(name.toLowerCase()) ?? []))]
}
