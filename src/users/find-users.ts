import type { Database } from '../db/client.ts'

export interface FoundUser {
  readonly id: string
  /** how many orders are stored */
  readonly orders: number
  /** whether a request may leave its location out */
  readonly hasPlace: boolean
}

export interface FindQuery {
  /** what ids begin with; null: any, those who did something last first */
  readonly search: string | null
  readonly limit: number
}

/** Of so many of the latest interactions the users are taken when nothing is searched for. */
const latestInteractions = 400

/** Users to try lists with; in order of id, or the latest first. */
export async function findUsers(
  pool: Database['pool'],
  { search, limit }: FindQuery,
): Promise<readonly FoundUser[]> {
  const { rows } =
    search === null
      ? await pool.query<FoundUser>(latest, [limit])
      : await pool.query<FoundUser>(beginning, [search, limit])
  return rows
}

const told = `u.id, jsonb_array_length(u.locations) > 0 AS "hasPlace",
  (SELECT count(*)::int FROM interactions o WHERE o.user_id = u.id AND o.type = 'order') AS orders`

const beginning = `SELECT ${told} FROM users u WHERE starts_with(u.id, $1) ORDER BY u.id LIMIT $2`

const latest = `
  SELECT ${told}
    FROM (SELECT user_id, max(at) AS at
            FROM (SELECT user_id, at FROM interactions ORDER BY at DESC, id LIMIT ${latestInteractions}) recent
           GROUP BY user_id) active
    JOIN users u ON u.id = active.user_id
   ORDER BY active.at DESC, u.id LIMIT $1`
