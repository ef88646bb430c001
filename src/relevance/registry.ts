import { createHash } from 'node:crypto'
import type pg from 'pg'
import { writeAudit } from '../db/audit.ts'
import type { Database } from '../db/client.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../schema/cursor.ts'
import { digest } from './artefact-files.ts'

export const channels = ['latest', 'stable'] as const
export type Channel = (typeof channels)[number]

/** A version without its bytes; times as ISO 8601. */
export interface ModelVersion {
  readonly version: string
  readonly status: 'candidate' | 'accepted' | 'rejected'
  readonly createdAt: string
  readonly sha256: string
  readonly dataFrom: string | null
  readonly dataTo: string | null
  readonly dataHash: string
  readonly settings: unknown
  readonly metrics: unknown
}

export interface ChannelState {
  readonly channel: Channel
  readonly version: string
  readonly previous: string | null
  readonly changedAt: string
  readonly changedBy: string
  readonly reason: string
  /** Nothing but a person moves it. */
  readonly pinned: boolean
}

export interface NewModel {
  readonly artefact: Uint8Array
  readonly metrics: object
  readonly settings: object
  readonly dataFromMs: number | null
  readonly dataToMs: number | null
  readonly dataHash: string
  /** default: accepted */
  readonly status?: ModelVersion['status']
}

export interface Promotion {
  readonly channel: Channel
  readonly version: string
  readonly actor: string
  readonly reason: string
  /** default false: what trains by itself may move the channel again */
  readonly pin?: boolean
}

export interface Registration {
  /** Channels that serve it from then on. */
  readonly promote?: readonly Omit<Promotion, 'version' | 'pin'>[]
  /** Done in the same transaction; what it throws leaves nothing behind. */
  readonly within?: (client: pg.PoolClient, version: string) => Promise<void>
}

export interface ModelRegistry {
  /**
   * Keeps a model under a new version, and promotes it, in one transaction; one that is there already, bit for bit and from the same
   * minute, is not kept twice.
   */
  register(model: NewModel, registration?: Registration): Promise<string>
  /** Newest first. @throws Problem invalid-cursor */
  list(query: PageQuery): Promise<Page<ModelVersion>>
  /** The newest one that learnt from everything; null: there is none. */
  newest(): Promise<ModelVersion | null>
  /** @throws Problem model-not-found */
  get(version: string): Promise<ModelVersion>
  /** With its bytes, after checking them against their checksum. @throws Problem model-not-found; Error when they are damaged */
  load(version: string): Promise<ModelVersion & { readonly artefact: Uint8Array }>
  /** What each channel serves; a channel that serves nothing is absent. */
  channels(): Promise<ChannelState[]>
  /** @throws Problem model-not-found */
  promote(promotion: Promotion): Promise<ChannelState>
  /** Back to what the channel served before; a second rollback undoes the first. @throws Problem model-not-found when there was nothing */
  rollback(change: Omit<Promotion, 'version'>): Promise<ChannelState>
}

const columns = `version, status, created_at AS "createdAt", sha256, data_from AS "dataFrom", data_to AS "dataTo",
  data_hash AS "dataHash", settings, metrics`
const channelColumns = `channel, version, previous, changed_at AS "changedAt", changed_by AS "changedBy", reason, pinned`

export function createModelRegistry({
  database,
  now,
}: {
  database: Pick<Database, 'pool'>
  now: () => Date
}): ModelRegistry {
  const { pool } = database

  const change = async (
    client: pg.PoolClient,
    promotion: Omit<Promotion, 'version'>,
    choose: Choose,
    action: string,
  ) => {
    const { channel, actor, reason, pin = false } = promotion
    const { rows: before } = await client.query<{ version: string; previous: string | null }>(
      'SELECT version, previous FROM model_channels WHERE channel = $1 FOR UPDATE',
      [channel],
    )
    const version = choose(before[0])
    const { rows: known } = await client.query('SELECT 1 FROM models WHERE version = $1', [version])
    if (known.length === 0) throw notFound(version)
    const previous = before[0]?.version === version ? before[0].previous : (before[0]?.version ?? null)
    const { rows } = await client.query<ChannelRow>(
      `INSERT INTO model_channels (channel, version, previous, changed_at, changed_by, reason, pinned)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (channel) DO UPDATE SET version = excluded.version, previous = excluded.previous,
         changed_at = excluded.changed_at, changed_by = excluded.changed_by, reason = excluded.reason, pinned = excluded.pinned
       RETURNING ${channelColumns}`,
      [channel, version, previous, now(), actor, reason, pin],
    )
    const detail = { channel, previous, ...(pin && { pinned: true }) }
    await writeAudit(client, now(), { actor, action, subject: version, reason, detail })
    return toChannel(rows[0]!)
  }

  return {
    async register(model, { promote = [], within } = {}) {
      const at = now()
      const sha256 = createHash('sha256').update(model.artefact).digest('hex')
      const version = `${at.toISOString().slice(0, 16).replace(':', '')}Z-${sha256.slice(0, 8)}`
      await inTransaction(pool, async (client) => {
        await insert(client, version, at, sha256, model)
        for (const promotion of promote) await change(client, promotion, () => version, 'model.promote')
        await within?.(client, version)
      })
      return version
    },

    async list({ limit, cursor }) {
      const before = cursor === null ? null : decodeCursor(cursor)
      const { rows } = await pool.query<ModelRow>(
        `SELECT ${columns} FROM models WHERE $1::text IS NULL OR version < $1 ORDER BY version DESC LIMIT $2`,
        [before, limit + 1],
      )
      const items = rows.slice(0, limit).map(toModel)
      const last = items.at(-1)
      return { items, nextCursor: rows.length > limit && last ? encodeCursor(last.version) : null }
    },

    async newest() {
      const { rows } = await pool.query<ModelRow>(
        `SELECT ${columns} FROM models WHERE NOT settings ? 'market' ORDER BY version DESC LIMIT 1`,
      )
      return rows[0] ? toModel(rows[0]) : null
    },

    async get(version) {
      const { rows } = await pool.query<ModelRow>(`SELECT ${columns} FROM models WHERE version = $1`, [
        version,
      ])
      if (!rows[0]) throw notFound(version)
      return toModel(rows[0])
    },

    async load(version) {
      const { rows } = await pool.query<ModelRow & { length: number }>(
        `SELECT ${columns}, octet_length(artefact) AS length FROM models WHERE version = $1`,
        [version],
      )
      const row = rows[0]
      if (!row) throw notFound(version)
      const artefact = await readArtefact(pool, version, row.length)
      if ((await digest(artefact)) !== row.sha256) {
        throw new Error(`the bytes of model ${version} are not those that its checksum names`)
      }
      return { ...toModel(row), artefact }
    },

    async channels() {
      const { rows } = await pool.query<ChannelRow>(
        `SELECT ${channelColumns} FROM model_channels ORDER BY channel`,
      )
      return rows.map(toChannel)
    },

    promote: (promotion) =>
      inTransaction(pool, (client) => change(client, promotion, () => promotion.version, 'model.promote')),

    rollback: (promotion) =>
      inTransaction(pool, (client) =>
        change(
          client,
          promotion,
          (before) => before?.previous ?? nothingBefore(promotion.channel),
          'model.rollback',
        ),
      ),
  }
}

/** Bytes come as text of twice their length, so they are read in parts: the whole would be too long for one string some day. */
const bytesAPart = 2 * 2 ** 20

async function readArtefact(pool: pg.Pool, version: string, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += bytesAPart) {
    const { rows } = await pool.query<{ part: Buffer }>(
      'SELECT substring(artefact FROM $2 FOR $3) AS part FROM models WHERE version = $1',
      [version, at + 1, bytesAPart],
    )
    if (!rows[0]) throw notFound(version)
    bytes.set(rows[0].part, at)
  }
  return bytes
}

async function insert(
  client: pg.PoolClient,
  version: string,
  at: Date,
  sha256: string,
  model: NewModel,
): Promise<void> {
  await client.query(
    `INSERT INTO models (version, status, created_at, artefact, sha256, data_from, data_to, data_hash, settings, metrics)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (version) DO NOTHING`,
    [
      version,
      model.status ?? 'accepted',
      at,
      Buffer.from(model.artefact),
      sha256,
      toDate(model.dataFromMs),
      toDate(model.dataToMs),
      model.dataHash,
      JSON.stringify(model.settings),
      JSON.stringify(model.metrics),
    ],
  )
}

function nothingBefore(channel: Channel): never {
  throw new Problem('model-not-found', {
    detail: `The channel ${channel} served nothing before; there is nothing to go back to.`,
  })
}

type Choose = (before: { version: string; previous: string | null } | undefined) => string

type ModelRow = Omit<ModelVersion, 'createdAt' | 'dataFrom' | 'dataTo'> & {
  readonly createdAt: Date
  readonly dataFrom: Date | null
  readonly dataTo: Date | null
}
type ChannelRow = Omit<ChannelState, 'changedAt'> & { readonly changedAt: Date }

function toModel(row: ModelRow): ModelVersion {
  return {
    version: row.version,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    sha256: row.sha256,
    dataFrom: row.dataFrom?.toISOString() ?? null,
    dataTo: row.dataTo?.toISOString() ?? null,
    dataHash: row.dataHash,
    settings: row.settings,
    metrics: row.metrics,
  }
}

const toChannel = (row: ChannelRow): ChannelState => ({ ...row, changedAt: row.changedAt.toISOString() })
const toDate = (ms: number | null) => (ms === null ? null : new Date(ms))

function notFound(version: string): Problem {
  return new Problem('model-not-found', { detail: `There is no model version ${version}.` })
}
