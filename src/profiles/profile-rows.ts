import { createHash } from 'node:crypto'
import type pg from 'pg'
import { Problem } from '../problem/problems.ts'
import { type ProfileSettings, profileKeySchema, profileSettingsSchema } from './schema.ts'
import { normaliseWeights, type WeightKey } from './weights.ts'

/** What one published, immutable revision says, and who published it when and why. */
export interface ProfileRevision {
  readonly key: string
  readonly revision: number
  readonly settings: ProfileSettings
  /** the weights over their sum: what the given ones mean */
  readonly normalisedWeights: Readonly<Record<WeightKey, number>>
  readonly publishedAt: string
  readonly publishedBy: string
  readonly reason: string
  /** the revision that this one restores; null: it restores none */
  readonly revertsTo: number | null
}

export interface ProfileDraft {
  readonly settings: ProfileSettings
  readonly normalisedWeights: Readonly<Record<WeightKey, number>>
  /** the revision that was live when editing began; 0: the profile was never published */
  readonly baseRevision: number
  /** true: another revision went live since; the draft cannot be published until it is put again on top of that one */
  readonly stale: boolean
  readonly updatedAt: string
  readonly updatedBy: string
  /** names this very content; send it back as `expected` to be sure of what is changed or published */
  readonly etag: string
}

export interface Profile {
  readonly key: string
  readonly isDefault: boolean
  readonly createdAt: string
  /** null: a draft that was never published */
  readonly live: ProfileRevision | null
  readonly draft: ProfileDraft | null
}

export interface RevisionRow {
  profile_key: string
  revision: number
  settings: unknown
  published_at: Date
  published_by: string
  reason: string
  reverts_to: number | null
}

interface ProfileRow extends RevisionRow {
  key: string
  is_default: boolean
  created_at: Date
  live_revision: number | null
  draft_settings: unknown
  base_revision: number | null
  updated_at: Date | null
  updated_by: string | null
}

type Queryable = Pick<pg.PoolClient, 'query'>

/** Profiles with their live revision and draft, by key; `key` null: all of them. */
export async function selectProfiles(client: Queryable, key: string | null): Promise<Profile[]> {
  const { rows } = await client.query<ProfileRow>(
    `SELECT p.key, p.is_default, p.created_at, r.*, r.revision AS live_revision,
            d.settings AS draft_settings, d.base_revision, d.updated_at, d.updated_by
       FROM profiles p
       LEFT JOIN LATERAL (
              SELECT * FROM profile_revisions WHERE profile_key = p.key ORDER BY revision DESC LIMIT 1
            ) r ON true
       LEFT JOIN profile_drafts d ON d.profile_key = p.key
      WHERE $1::text IS NULL OR p.key = $1
      ORDER BY p.key COLLATE "C"`,
    [key],
  )
  return rows.map(profileOf)
}

function profileOf(row: ProfileRow): Profile {
  return {
    key: row.key,
    isDefault: row.is_default,
    createdAt: row.created_at.toISOString(),
    live: row.live_revision === null ? null : revisionOf(row),
    draft: row.base_revision === null ? null : draftOf(row, row.base_revision),
  }
}

export function revisionOf(row: RevisionRow): ProfileRevision {
  const settings = readSettings(row.settings, `${row.profile_key}@${row.revision}`)
  return {
    key: row.profile_key,
    revision: row.revision,
    settings,
    normalisedWeights: normaliseWeights(settings.weights),
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by,
    reason: row.reason,
    revertsTo: row.reverts_to,
  }
}

function draftOf(row: ProfileRow, baseRevision: number): ProfileDraft {
  const settings = readSettings(row.draft_settings, `draft:${row.key}`)
  return {
    settings,
    normalisedWeights: normaliseWeights(settings.weights),
    baseRevision,
    stale: baseRevision !== (row.live_revision ?? 0),
    updatedAt: row.updated_at?.toISOString() ?? '',
    updatedBy: row.updated_by ?? '',
    etag: etagOf(settings, baseRevision),
  }
}

/** @throws Problem profile-not-found */
export async function findProfile(client: Queryable, key: string): Promise<Profile> {
  const [profile] = isKey(key) ? await selectProfiles(client, key) : []
  if (!profile) throw notFound(key)
  return profile
}

/** Reads the profile and keeps others from changing it until the transaction ends. @throws Problem profile-not-found */
export async function lockProfile(client: pg.PoolClient, key: string): Promise<Profile> {
  if (!isKey(key)) throw notFound(key)
  await client.query('SELECT FROM profiles WHERE key = $1 FOR UPDATE', [key])
  return await findProfile(client, key)
}

// A key that no profile can have is not sent: PostgreSQL refuses some texts (NUL) as such.
const isKey = (key: string): boolean => profileKeySchema.safeParse(key).success

const notFound = (key: string) =>
  new Problem('profile-not-found', { detail: `there is no profile ${key.slice(0, 60)}` })

const largestInteger = 2_147_483_647

/** @throws Problem profile-not-found, revision-not-found */
export async function findRevision(client: Queryable, key: string, number: number): Promise<ProfileRevision> {
  await findProfile(client, key)
  const isPossible = Number.isInteger(number) && number >= 1 && number <= largestInteger
  const { rows } = isPossible
    ? await client.query<RevisionRow>(
        'SELECT * FROM profile_revisions WHERE profile_key = $1 AND revision = $2',
        [key, number],
      )
    : { rows: [] }
  if (!rows[0]) throw new Problem('revision-not-found', { detail: `${key} has no revision ${number}` })
  return revisionOf(rows[0])
}

/** What is stored was checked when it was written; fields that came later take their defaults here. */
function readSettings(stored: unknown, name: string): ProfileSettings {
  const parsed = profileSettingsSchema.safeParse(stored)
  if (!parsed.success) {
    throw new Problem('internal', { cause: new Error(`stored settings of ${name}: ${parsed.error.message}`) })
  }
  return parsed.data
}

function etagOf(settings: ProfileSettings, baseRevision: number): string {
  const content = JSON.stringify([baseRevision, settings], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
