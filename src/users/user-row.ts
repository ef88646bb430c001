import type { User } from './schema.ts'

/** A user as the statements of this folder select it. */
export interface UserRow {
  id: string
  locations: User['locations']
  /** null: none; lists have no default in the database */
  cuisines: string[] | null
  maxPriceLevel: number | null
  personalisationOptOut: boolean
  createdAt: Date
  updatedAt: Date
}

export const selectUser = `SELECT id, locations, cuisines, max_price_level AS "maxPriceLevel",
  personalisation_opt_out AS "personalisationOptOut", created_at AS "createdAt", updated_at AS "updatedAt" FROM users`

export function toUser(row: UserRow): User {
  return {
    ...row,
    // jsonb orders its keys its own way; ours is label last, as in the schema.
    locations: row.locations.map(({ lat, lon, label }) => ({ lat, lon, label })),
    cuisines: row.cuisines ?? [],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
