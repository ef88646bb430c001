import type { Ranking } from '../ranking/types.ts'
import type { Lookup } from './lookups.ts'
import type { RecommendationRequest } from './service.ts'

const words: Readonly<Record<string, string>> = {
  closed: 'closed or paused',
  'not-open-now': 'not open at that time',
  'out-of-range': 'too far away',
  filtered: 'left out by the filters',
  excluded: 'excluded by the request',
  dismissed: 'dismissed by the user',
  rule: 'excluded by a rule of the profile',
}

/** What a reader of the list should know about it, in plain words; null: nothing. */
export function noteOf(
  request: RecommendationRequest,
  lookup: Lookup | null,
  ranking: Ranking,
  catalogueSize: number,
  nowMs: number,
): string | null {
  const sentences = [
    userNote(lookup),
    pastNote(request, nowMs),
    listNote(request, ranking, catalogueSize),
  ].filter(Boolean)
  return sentences.length > 0 ? sentences.join(' ') : null
}

function userNote(lookup: Lookup | null): string | null {
  if (lookup?.state === 'unknown') {
    return 'We do not know this user yet, so the list shows what others order and what fits the request.'
  }
  if (lookup?.state === 'unavailable') {
    return 'What this user did could not be looked up in time, so the list is the one for someone new.'
  }
  return lookup?.user?.optOut ? 'This user opted out of personalisation, so nothing they did was used.' : null
}

const dayMs = 86_400_000

function pastNote({ atMs }: RecommendationRequest, nowMs: number): string | null {
  if (atMs === null || atMs > nowMs - dayMs) return null
  return 'The moment lies in the past: what the user did later is left out; how often others order is as of today.'
}

function listNote(request: RecommendationRequest, ranking: Ranking, catalogueSize: number): string | null {
  if (ranking.items.length >= request.limit) return null
  if (catalogueSize === 0) return 'There are no restaurants yet.'
  const reasons = Object.entries(ranking.leftOut)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${words[reason] ?? reason}`)
  const what = whatFits(ranking.items.length)
  return reasons.length > 0 ? `${what}: ${reasons.join(', ')}.` : `${what} the request.`
}

function whatFits(count: number): string {
  if (count === 0) return 'No restaurant fits'
  return count === 1 ? 'Only 1 restaurant fits' : `Only ${count} restaurants fit`
}
