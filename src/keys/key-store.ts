import { hash as hashOf, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Database } from '../db/client.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import { decodeCursor, type Page, type PageQuery, toPage } from '../schema/cursor.ts'

export const roles = ['app', 'analyst', 'manager', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who is asking, once the key is known to be good. */
export interface Identity {
  readonly id: string
  readonly role: Role
}

export interface StoredKey extends Identity {
  readonly label: string
  readonly createdAt: string
  readonly revokedAt: string | null
  /** null: it ends when it is revoked */
  readonly expiresAt: string | null
  /** Id of the key that a rotation made in its place. */
  readonly replacedBy: string | null
}

/** A key as it is shown once, when it is made; only its hash is kept. */
export interface NewKey extends Identity {
  readonly key: string
  readonly label: string
  readonly expiresAt: string | null
}

export interface Rotation {
  readonly made: NewKey
  /** Until then the old key opens too. */
  readonly oldExpiresAt: string
}

export interface KeyStore {
  /** Makes a key; the returned `key` can't be had again. */
  create(input: { role: Role; label: string; actor: string; expiresAt?: Date | null }): Promise<NewKey>
  /**
   * Makes a key of the same role, label and length of life in the place of another one, which ends `overlapMs` later if it does not end
   * before. Null: no key in force has this id.
   * @throws Problem conflict for a key that was rotated before
   */
  rotate(input: { id: string; actor: string; overlapMs: number }): Promise<Rotation | null>
  /**
   * Who holds `key`, or null for a key that is unknown, revoked or expired. Keys seen before are answered from memory, so they go on
   * working while PostgreSQL is away.
   * @throws Problem unavailable when only PostgreSQL could tell and it is away
   */
  verify(key: string): Promise<Identity | null>
  /** False: there was no such key, or it was revoked before. */
  revoke(id: string, actor: string): Promise<boolean>
  /** Revoked ones included, oldest first. @throws Problem invalid-cursor */
  list(page: PageQuery): Promise<Page<StoredKey>>
  /**
   * Runs `make` for a database that has never had a key and stores what it returns, in one transaction that lets only one process
   * through. Returns null, without calling `make`, where there are keys already.
   */
  createFirst(make: () => Promise<readonly NewKey[]>): Promise<readonly NewKey[] | null>
  /** Makes a key that is not stored yet; for `createFirst`. */
  draft(role: Role, label: string): NewKey
  /** Reads the keys that are in force again; the previous ones stay when that fails. */
  refresh(): Promise<void>
}

export interface KeyStoreOptions {
  readonly database: Database
  readonly randomBytes: (size: number) => Buffer
  readonly now?: () => Date
  /** Keys kept in memory; the rest costs a query each time. */
  readonly maxCached?: number
}

interface Known extends Identity {
  readonly hash: Buffer
  /** Infinity: it does not end by itself. */
  readonly expiresMs: number
}

interface KeyRow {
  readonly id: string
  readonly role: Role
  readonly hash: string
  readonly expires_at: Date | null
}

interface ListedRow {
  readonly id: string
  readonly role: Role
  readonly label: string
  readonly created_at: Date
  readonly revoked_at: Date | null
  readonly expires_at: Date | null
  readonly replaced_by: string | null
}

const toStored = (row: ListedRow): StoredKey => ({
  id: row.id,
  role: row.role,
  label: row.label,
  createdAt: row.created_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
  expiresAt: row.expires_at?.toISOString() ?? null,
  replacedBy: row.replaced_by,
})

/** Any constant will do, as long as every process of ours takes the same one. */
const firstKeysLock = 7_214_502
const maxKeyLength = 200

/** API keys: 256 random bits behind a readable role; stored as SHA-256, compared in constant time. */
export function createKeyStore(options: KeyStoreOptions): KeyStore {
  const { pool } = options.database
  const maxCached = options.maxCached ?? 10_000
  const now = options.now ?? (() => new Date())
  let known = new LRUCache<string, Known>({ max: maxCached })
  /** Hashes that no key has: a client that keeps on guessing costs no query a guess. */
  const unknown = new LRUCache<string, true>({ max: 1000, ttl: 5000 })

  const draft = (role: Role, label: string, expiresAt: Date | null = null): NewKey => ({
    id: `key_${options.randomBytes(6).toString('hex')}`,
    role,
    label,
    key: `maitre_${role}_${options.randomBytes(32).toString('base64url')}`,
    expiresAt: expiresAt?.toISOString() ?? null,
  })

  const findByHash = async (hash: Buffer): Promise<Known | undefined> => {
    const { rows } = await pool
      .query<KeyRow>(
        'SELECT id, role, hash, expires_at FROM api_keys WHERE hash = $1 AND revoked_at IS NULL',
        [hash.toString('hex')],
      )
      .catch((cause) => {
        throw new Problem('unavailable', {
          detail: 'The key cannot be checked while the database is away.',
          retryAfterSeconds: 1,
          cause,
        })
      })
    return rows[0] && toKnown(rows[0])
  }

  return {
    draft,

    async create({ role, label, actor, expiresAt = null }) {
      const made = draft(role, label, expiresAt)
      await inTransaction(pool, async (client) => {
        await client.query(insertKeys, columns([made]))
        const detail = { role, label, ...(expiresAt ? { expiresAt } : {}) }
        await client.query(auditKey, [actor, 'key.create', made.id, JSON.stringify(detail)])
      })
      return made
    },

    async rotate({ id, actor, overlapMs }) {
      const nowMs = now().getTime()
      const rotated = await inTransaction(pool, async (client) => {
        const { rows } = await client.query(
          `SELECT role, label, hash, created_at, expires_at, replaced_by FROM api_keys
            WHERE id = $1 AND revoked_at IS NULL FOR UPDATE`,
          [id],
        )
        const [old] = rows
        if (!old || (old.expires_at ?? Infinity) <= nowMs) return null
        if (old.replaced_by !== null) {
          throw new Problem('conflict', { detail: `${id} was rotated before; rotate ${old.replaced_by}.` })
        }
        const lifeMs = old.expires_at && old.expires_at.getTime() - old.created_at.getTime()
        const made = draft(old.role, old.label, lifeMs === null ? null : new Date(nowMs + lifeMs))
        const oldExpiresAt = new Date(Math.min(nowMs + overlapMs, old.expires_at?.getTime() ?? Infinity))
        await client.query(insertKeys, columns([made]))
        await client.query('UPDATE api_keys SET expires_at = $2, replaced_by = $3 WHERE id = $1', [
          id,
          oldExpiresAt,
          made.id,
        ])
        await client.query(auditKey, [
          actor,
          'key.rotate',
          id,
          JSON.stringify({ replacedBy: made.id, oldExpiresAt }),
        ])
        return { hash: old.hash as string, made, oldExpiresAt: oldExpiresAt.toISOString() }
      })
      if (!rotated) return null
      const { hash, ...rotation } = rotated
      known.delete(hash)
      return rotation
    },

    async verify(key) {
      if (key.length === 0 || key.length > maxKeyLength) return null
      const hash = sha256(key)
      const text = hash.toString('hex')
      if (unknown.has(text)) return null
      const cached = known.get(text)
      const found = cached ?? (await findByHash(hash))
      if (!found || !timingSafeEqual(found.hash, hash) || found.expiresMs <= now().getTime()) {
        unknown.set(text, true)
        return null
      }
      if (!cached) known.set(text, found)
      return { id: found.id, role: found.role }
    },

    async revoke(id, actor) {
      const revoked = await inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ hash: string }>(
          'UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING hash',
          [id],
        )
        if (rows.length > 0) await client.query(auditKey, [actor, 'key.revoke', id, null])
        return rows
      })
      for (const { hash } of revoked) known.delete(hash)
      return revoked.length > 0
    },

    async list({ limit, cursor }) {
      const after = cursor === null ? null : decodeCursor(cursor)
      const { rows } = await pool.query<ListedRow>(
        `SELECT id, role, label, created_at, revoked_at, expires_at, replaced_by FROM api_keys
          WHERE $1::text IS NULL OR (created_at, id) > (SELECT created_at, id FROM api_keys WHERE id = $1)
          ORDER BY created_at, id LIMIT $2`,
        [after, limit + 1],
      )
      return toPage(rows.map(toStored), limit)
    },

    async createFirst(make) {
      return inTransaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [firstKeysLock])
        const { rowCount } = await client.query('SELECT 1 FROM api_keys LIMIT 1')
        if (rowCount !== 0) return null
        const made = await make()
        await client.query(insertKeys, columns(made))
        for (const { id, role, label } of made) {
          await client.query(auditKey, ['system', 'key.create', id, JSON.stringify({ role, label })])
        }
        return made
      })
    },

    async refresh() {
      const { rows } = await pool.query<KeyRow>(
        `SELECT id, role, hash, expires_at FROM api_keys WHERE revoked_at IS NULL
          ORDER BY created_at DESC LIMIT $1`,
        [maxCached],
      )
      const fresh = new LRUCache<string, Known>({ max: maxCached })
      for (const row of rows.reverse()) fresh.set(row.hash, toKnown(row))
      known = fresh
      unknown.clear()
    },
  }
}

const insertKeys = `
  INSERT INTO api_keys (id, role, label, hash, expires_at)
  SELECT id, role::"Role", label, hash, expires_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz(3)[])
      AS given (id, role, label, hash, expires_at)`

const auditKey = 'INSERT INTO audit (actor, action, subject, detail) VALUES ($1, $2, $3, $4)'

const sha256 = (text: string) => hashOf('sha256', text, 'buffer')

const toKnown = ({ id, role, hash, expires_at }: KeyRow): Known => ({
  id,
  role,
  hash: Buffer.from(hash, 'hex'),
  expiresMs: expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
})

function columns(keys: readonly NewKey[]): (string | null)[][] {
  return [
    keys.map(({ id }) => id),
    keys.map(({ role }) => role),
    keys.map(({ label }) => label),
    keys.map(({ key }) => sha256(key).toString('hex')),
    keys.map(({ expiresAt }) => expiresAt),
  ]
}
