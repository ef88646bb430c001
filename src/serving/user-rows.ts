import type pg from 'pg'
import type { Catalogue } from '../catalog/catalogue.ts'
import { answerWithin } from '../db/answer-within.ts'
import { emptyHistory, type History } from '../interactions/history.ts'
import { type InteractionType, interactionTypes } from '../interactions/schema.ts'
import type { Origin } from '../relevance/model.ts'

/** One user to look up: their latest interactions up to a moment. */
export interface UserQuestion {
  readonly userId: string
  /** Infinity: up to now and beyond */
  readonly untilMs: number
}

/** A user's row and latest interactions, oldest first, as the statement gives them. */
export interface UserRow {
  readonly known: boolean
  readonly locations: readonly Origin[]
  readonly cuisines: readonly string[]
  readonly maxPriceLevel: number | null
  readonly optOut: boolean
  readonly restaurants: readonly string[] | null
  readonly types: readonly InteractionType[] | null
  readonly atMs: readonly number[] | null
  readonly amounts: readonly (number | null)[] | null
  readonly ratings: readonly (number | null)[] | null
}

// Impressions are left out: ten come with every list, and would push a user's orders out of the window. Who opted out of personalisation
// has no history here at all.
const historyOf = (user: string, untilMs: string, limit: string) => `
      SELECT array_agg(restaurant_id ORDER BY at, id) AS restaurants,
             array_agg(type::text ORDER BY at, id) AS types,
             array_agg(extract(epoch FROM at)::float8 * 1000 ORDER BY at, id) AS "atMs",
             array_agg(amount ORDER BY at, id) AS amounts,
             array_agg(rating ORDER BY at, id) AS ratings
        FROM (
          SELECT id, restaurant_id, type, at, amount, rating
            FROM interactions
           WHERE user_id = ${user} AND type <> 'impression' AND NOT u.personalisation_opt_out
             AND at <= to_timestamp(${untilMs} / 1000)
           ORDER BY at DESC, id
           LIMIT ${limit}
        ) AS latest`
const columns = `u.id IS NOT NULL AS known, u.locations, u.cuisines, u.max_price_level AS "maxPriceLevel",
         coalesce(u.personalisation_opt_out, false) AS "optOut", h.*`

// One row a question, in the order asked.
const selectUsers = `
  SELECT ${columns}
    FROM unnest($1::text[], $2::float8[]) WITH ORDINALITY AS asked (id, until_ms, n)
    LEFT JOIN users u ON u.id = asked.id
    LEFT JOIN LATERAL (${historyOf('u.id', 'asked.until_ms', '$3')}
    ) AS h ON true
   ORDER BY asked.n`

// Of one user, who is named wherever a table is: where tables are spread over machines by user, one machine has all of it.
const selectUser = `
  SELECT ${columns}
    FROM users u
    LEFT JOIN LATERAL (${historyOf('$1', '$2::float8', '$3')}
    ) AS h ON true
   WHERE u.id = $1`

const unknownUser: UserRow = {
  known: false,
  locations: [],
  cuisines: [],
  maxPriceLevel: null,
  optOut: false,
  restaurants: null,
  types: null,
  atMs: null,
  amounts: null,
  ratings: null,
}

/** Nobody waits for longer; a connection that a network swallowed must not hold a place for longer either, ms. */
const answerMs = 3000

/** Many users' rows and interactions in one statement, in the order of `questions`. */
export async function selectUserRows(
  pool: pg.Pool,
  questions: readonly UserQuestion[],
  maxInteractions: number,
): Promise<UserRow[]> {
  if (questions.length === 1) return [await selectUserRow(pool, questions[0]!, maxInteractions)]
  const { rows } = await pool.query<UserRow>({
    text: selectUsers,
    values: [questions.map(({ userId }) => userId), questions.map(({ untilMs }) => untilMs), maxInteractions],
    ...answerWithin(answerMs),
  })
  return rows
}

async function selectUserRow(
  pool: pg.Pool,
  { userId, untilMs }: UserQuestion,
  maxInteractions: number,
): Promise<UserRow> {
  const { rows } = await pool.query<UserRow>({
    text: selectUser,
    values: [userId, untilMs, maxInteractions],
    ...answerWithin(answerMs),
  })
  return rows[0] ?? unknownUser
}

/** The row's interactions as columns over `catalogue`; those of restaurants outside it are left out. */
export function historyOfRow(row: UserRow, catalogue: Pick<Catalogue, 'indexOf'>): History {
  const { restaurants, types, atMs, amounts, ratings } = row
  if (!restaurants || !types || !atMs || !amounts || !ratings) return emptyHistory
  const known: number[] = []
  for (let i = 0; i < restaurants.length; i++) if (catalogue.indexOf.has(restaurants[i]!)) known.push(i)
  return {
    length: known.length,
    restaurant: Int32Array.from(known, (i) => catalogue.indexOf.get(restaurants[i]!)!),
    type: Uint8Array.from(known, (i) => interactionTypes.indexOf(types[i]!)),
    atMs: Float64Array.from(known, (i) => Math.round(atMs[i]!)),
    amount: Float64Array.from(known, (i) => amounts[i] ?? Number.NaN),
    rating: Float64Array.from(known, (i) => ratings[i] ?? Number.NaN),
  }
}

/** The same history over another catalogue; restaurants that are gone drop out. @param ids what its indices point into */
export function moveHistory(
  history: History,
  ids: readonly string[],
  catalogue: Pick<Catalogue, 'indexOf'>,
): History {
  const moved = Int32Array.from(history.restaurant, (item) => catalogue.indexOf.get(ids[item]!) ?? -1)
  if (!moved.includes(-1)) return { ...history, restaurant: moved }
  const isKnown = (_: number, n: number) => moved[n]! >= 0
  const restaurant = moved.filter(isKnown)
  return {
    length: restaurant.length,
    restaurant,
    type: history.type.filter(isKnown),
    atMs: history.atMs.filter(isKnown),
    amount: history.amount.filter(isKnown),
    rating: history.rating.filter(isKnown),
  }
}

/** What had happened by `untilMs`: a view of the same memory, since the columns are in order of time. */
export function historyUntil(history: History, untilMs: number): History {
  let length = history.length
  while (length > 0 && history.atMs[length - 1]! > untilMs) length--
  if (length === history.length) return history
  return {
    length,
    restaurant: history.restaurant.subarray(0, length),
    type: history.type.subarray(0, length),
    atMs: history.atMs.subarray(0, length),
    amount: history.amount.subarray(0, length),
    rating: history.rating.subarray(0, length),
  }
}
