import type { Database } from '../db/client.ts'
import { retryRaces } from '../db/retry.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import { decodeCursor, type Page, type PageQuery, toPage } from '../schema/cursor.ts'
import { type Erasure, eraseUser } from './erase-user.ts'
import { type FindQuery, type FoundUser, findUsers } from './find-users.ts'
import type { User, UserInput, UserPatch } from './schema.ts'
import { type IdentifiedUser, type UpsertCounts, upsertUsers } from './upsert-users.ts'
import { selectUser, toUser, type UserRow } from './user-row.ts'

export interface UserStore {
  /** null: none */
  get(id: string): Promise<User | null>
  /** Of the given ids, those that exist; one statement. */
  getMany(ids: readonly string[]): Promise<Map<string, User>>
  /** Those whom lists can be tried with: their ids and how much is known of them, nothing else. */
  find(query: FindQuery): Promise<readonly FoundUser[]>
  /** In order of id. @throws Problem invalid-cursor */
  list(query: PageQuery): Promise<Page<User>>
  /** Replaces the whole user, or makes it, an erased one too; equal input changes nothing, `updatedAt` included. */
  put(id: string, input: UserInput): Promise<{ user: User; created: boolean }>
  /** Changes the given fields alone. @throws Problem user-not-found */
  patch(id: string, patch: UserPatch): Promise<User>
  /** Removes everything that holds the user's id, in one transaction; until `put`, nothing more is taken for it. @throws Problem user-not-found */
  erase(id: string): Promise<Erasure>
  /** All rows in one transaction, without users who were erased; see `upsertUsers`. */
  upsertMany(rows: readonly IdentifiedUser[]): Promise<UpsertCounts>
  count(): Promise<number>
}

export function createUserStore({ database }: { database: Pick<Database, 'pool'> }): UserStore {
  const { pool } = database

  const get = async (id: string) => {
    const { rows } = await pool.query<UserRow>(`${selectUser} WHERE id = $1`, [id])
    return rows[0] ? toUser(rows[0]) : null
  }

  const upsertMany = (rows: readonly IdentifiedUser[]) =>
    retryRaces(() => inTransaction(pool, (client) => upsertUsers(client, rows)))

  return {
    get,
    upsertMany,

    find: (query) => findUsers(pool, query),

    async getMany(ids) {
      const { rows } = await pool.query<UserRow>(`${selectUser} WHERE id = ANY($1)`, [ids])
      return new Map(rows.map((row) => [row.id, toUser(row)]))
    },

    async list({ limit, cursor }) {
      const after = cursor === null ? '' : decodeCursor(cursor)
      const { rows } = await pool.query<UserRow>(`${selectUser} WHERE id > $1 ORDER BY id LIMIT $2`, [
        after,
        limit + 1,
      ])
      return toPage(rows.map(toUser), limit)
    },

    async put(id, input) {
      const rows = [{ ...input, id }]
      const { inserted } = await retryRaces(() =>
        inTransaction(pool, (client) => upsertUsers(client, rows, undefined, 'readmit')),
      )
      const user = await get(id)
      if (!user) throw notFound(id)
      return { user, created: inserted === 1 }
    },

    async patch(id, patch) {
      return retryRaces(() =>
        inTransaction(pool, async (client) => {
          const select = `${selectUser} WHERE id = $1`
          const before = await client.query<UserRow>(`${select} FOR UPDATE`, [id])
          if (!before.rows[0]) throw notFound(id)
          const { createdAt: _created, updatedAt: _updated, ...stored } = toUser(before.rows[0])
          await upsertUsers(client, [{ ...stored, ...given(patch) }])
          const after = await client.query<UserRow>(select, [id])
          if (!after.rows[0]) throw notFound(id)
          return toUser(after.rows[0])
        }),
      )
    },

    async erase(id) {
      const erasure = await retryRaces(() => inTransaction(pool, (client) => eraseUser(client, id)))
      if (!erasure) throw notFound(id)
      return erasure
    },

    async count() {
      const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM users')
      return rows[0]?.count ?? 0
    },
  }
}

/** A field that is present but undefined was not given. */
function given(patch: UserPatch): Partial<UserInput> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}

function notFound(id: string): Problem {
  return new Problem('user-not-found', { detail: `There is no user with the id ${id}.` })
}
