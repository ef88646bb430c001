import type pg from 'pg'
import { answerWithin } from '../db/answer-within.ts'
import { loggedRequestSchema } from './logged-schema.ts'
import type { RecommendationRequest } from './service.ts'

/** One list that was shown. */
export interface LastList {
  /** see `contextOf` */
  readonly context: string
  /** the moment that it was for */
  readonly shownMs: number
  /** restaurant ids, from the top */
  readonly ids: readonly string[]
}

type Context = Pick<
  RecommendationRequest,
  'limit' | 'cuisines' | 'maxPriceLevel' | 'openNow' | 'radiusKm' | 'location' | 'candidateIds'
>

/**
 * What of a request makes two lists comparable, as one text: as many places, the same filters and candidates, and the same square
 * of 0.01 degrees (about a kilometre). Exclusions are left out: what is excluded is replaced as any place that may not be shown.
 */
export function contextOf(request: Context): string {
  const { limit, cuisines, maxPriceLevel, openNow, radiusKm, location, candidateIds } = request
  return JSON.stringify([
    limit,
    cuisines?.map((name) => name.toLowerCase()).toSorted() ?? null,
    maxPriceLevel,
    openNow,
    radiusKm,
    location && [location.lat.toFixed(2), location.lon.toFixed(2)],
    candidateIds?.toSorted() ?? null,
  ])
}

const dayMs = 86_400_000
/** A list of last week holds nobody to anything. */
const mostAgeMs = 7 * dayMs
/** Breakfast is no dinner: the time of day may differ by so much. */
const mostHoursApartMs = 3 * 3_600_000

/** The latest list of the same context, shown at about this time of day within a week; null: none. */
export function latestLike(
  lists: readonly LastList[],
  context: string,
  atMs: number,
): readonly string[] | null {
  const like = lists.filter((list) => list.context === context && holdsAt(list, atMs))
  return like.toSorted((a, b) => b.shownMs - a.shownMs)[0]?.ids ?? null
}

function holdsAt({ shownMs }: LastList, atMs: number): boolean {
  const ageMs = atMs - shownMs
  const apartMs = Math.min(ageMs % dayMs, dayMs - (ageMs % dayMs))
  return ageMs >= 0 && ageMs <= mostAgeMs && apartMs <= mostHoursApartMs
}

/** Lists kept of a user and profile. */
const mostLists = 8

/** The latest, without those that a later one of a like context stands for. */
export function worthKeeping(lists: readonly LastList[]): LastList[] {
  const kept: LastList[] = []
  for (const list of lists.toSorted((a, b) => b.shownMs - a.shownMs)) {
    if (kept.length === mostLists) break
    if (kept.some(({ context, shownMs }) => context === list.context && holdsAt(list, shownMs))) continue
    kept.push(list)
  }
  return kept
}

// The index on (user_id, at) finds a user's latest; a user has few lists a week.
const latestOf = (user: string, profile: string) => `
      SELECT request, ARRAY(
               SELECT item ->> 'restaurantId' FROM jsonb_array_elements(items) WITH ORDINALITY AS shown (item, place) ORDER BY place
             ) AS ids
        FROM recommendations
       WHERE user_id = ${user} AND profile_key = ${profile} AND at >= now() - interval '7 days'
       ORDER BY at DESC, id DESC LIMIT 8`

const selectLists = `
  SELECT asked.n::int - 1 AS asked, r.*
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (user_id, profile_key, n)
   CROSS JOIN LATERAL (${latestOf('asked.user_id', 'asked.profile_key')}
    ) AS r`

// Of one user, who is named in the statement itself; see `selectUser`.
const selectListsOfOne = `SELECT 0 AS asked, r.* FROM (${latestOf('$1', '$2')}) AS r`

/** Nobody waits for longer, ms. */
const answerMs = 3000

/** The latest lists of each user under a profile, in the order of `questions`; rows that cannot be read are left out. */
export async function selectLastLists(
  pool: pg.Pool,
  questions: readonly { readonly userId: string; readonly profile: string }[],
): Promise<LastList[][]> {
  const [first] = questions
  const isOne = questions.length === 1 && first !== undefined
  const { rows } = await pool.query<{ asked: number; request: unknown; ids: string[] }>({
    text: isOne ? selectListsOfOne : selectLists,
    values: isOne
      ? [first.userId, first.profile]
      : [questions.map(({ userId }) => userId), questions.map(({ profile }) => profile)],
    ...answerWithin(answerMs),
  })
  const found: LastList[][] = questions.map(() => [])
  for (const { asked, request, ids } of rows) {
    const parsed = loggedRequestSchema.safeParse(request)
    if (!parsed.success || parsed.data.atMs === null) continue
    found[asked]!.push({ context: contextOf(parsed.data), shownMs: parsed.data.atMs, ids })
  }
  return found
}
