import type pg from 'pg'
import { writeAudit } from '../db/audit.ts'
import type { Database } from '../db/client.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../schema/cursor.ts'
import { type Difference, diffSettings } from './diff.ts'
import {
  findProfile,
  findRevision,
  lockProfile,
  type Profile,
  type ProfileDraft,
  type ProfileRevision,
  type RevisionRow,
  revisionOf,
  selectProfiles,
} from './profile-rows.ts'
import { type LiveProfile, type ProfileSettings, profileKeySchema } from './schema.ts'
import { defaultProfileKey, shippedProfiles } from './shipped.ts'

export type { Difference, Profile, ProfileDraft, ProfileRevision }

export interface ProfileStoreDeps {
  readonly database: Pick<Database, 'pool'>
  readonly now: () => Date
}

export interface Change {
  /** who: `<role>:<key id>`, or `cli`, `system` */
  readonly actor: string
  readonly reason: string
}

export interface DraftChange {
  readonly actor: string
  /** The live revision that the caller edited (0: none). Must be the live one still; the draft then stands on it. */
  readonly expectedRevision?: number
  /** The etag of the draft that the caller read. */
  readonly expected?: string
}

/** What a diff compares: a revision by number, the live one, or the draft. */
export type ProfileSide = number | 'live' | 'draft'

export type ProfileStore = ReturnType<typeof createProfileStore>

/**
 * Profiles: one draft each, immutable numbered revisions, one default. Every change is one transaction together with its entry in
 * the audit; changes of one profile wait for each other on the profile's row.
 */
export function createProfileStore({ database, now }: ProfileStoreDeps) {
  const { pool } = database

  /** The live revision of each published profile. @returns `defaultKey`: where a request without a profile goes */
  async function live(): Promise<{ profiles: LiveProfile[]; defaultKey: string }> {
    // Without drafts: nothing that is merely being edited may stand in the way of what serves requests.
    const { rows } = await pool.query<RevisionRow & { is_default: boolean }>(
      `SELECT DISTINCT ON (r.profile_key COLLATE "C") r.*, p.is_default
         FROM profile_revisions r JOIN profiles p ON p.key = r.profile_key
        ORDER BY r.profile_key COLLATE "C", r.revision DESC`,
    )
    return {
      profiles: rows.map(revisionOf),
      defaultKey: rows.find((row) => row.is_default)?.profile_key ?? defaultProfileKey,
    }
  }

  /** All profiles by key, never-published drafts among them. */
  const list = (): Promise<Profile[]> => selectProfiles(pool, null)

  /** @throws Problem profile-not-found */
  const get = (key: string): Promise<Profile> => findProfile(pool, key)

  /**
   * Replaces the draft. A key that does not exist becomes a profile that has a draft only: it is listed with `live: null`, serves no
   * request and cannot be the default until it is published. A draft keeps the base it was begun on, unless `expectedRevision`
   * says that the caller has seen the live one.
   * @throws Problem invalid-request (the key), draft-changed
   */
  async function putDraft(key: string, settings: ProfileSettings, change: DraftChange): Promise<Profile> {
    requireKey(key)
    return await inTransaction(pool, async (client) => {
      await client.query(
        'INSERT INTO profiles (key, created_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING',
        [key, now()],
      )
      const profile = await lockProfile(client, key)
      const liveRevision = profile.live?.revision ?? 0
      requireExpectedDraft(profile, change.expected)
      if (change.expectedRevision !== undefined && change.expectedRevision !== liveRevision) {
        throw draftChanged(`revision ${liveRevision} is live, not ${change.expectedRevision}`)
      }
      const base = change.expectedRevision ?? profile.draft?.baseRevision ?? liveRevision
      await client.query(
        `INSERT INTO profile_drafts (profile_key, settings, base_revision, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (profile_key) DO UPDATE SET settings = EXCLUDED.settings,
           base_revision = EXCLUDED.base_revision, updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by`,
        [key, JSON.stringify(settings), base, now(), change.actor],
      )
      await writeAudit(client, now(), {
        actor: change.actor,
        action: 'profile.draft',
        subject: key,
        detail: { baseRevision: base },
      })
      return await findProfile(client, key)
    })
  }

  /**
   * Throws the draft away; a profile that was never published goes with it.
   * @throws Problem profile-not-found, draft-not-found
   */
  async function discardDraft(key: string, { actor }: { actor: string }): Promise<void> {
    await inTransaction(pool, async (client) => {
      const profile = await lockProfile(client, key)
      requireDraft(profile)
      await client.query('DELETE FROM profile_drafts WHERE profile_key = $1', [key])
      if (!profile.live) await client.query('DELETE FROM profiles WHERE key = $1', [key])
      await writeAudit(client, now(), { actor, action: 'profile.discard', subject: key })
    })
  }

  /**
   * Makes the draft the next revision and live at once. Of several publishers of one draft exactly one succeeds.
   * @param change.expected the etag of the draft that the caller means
   * @throws Problem profile-not-found, draft-not-found, draft-changed (the draft is another, or its base is no longer live),
   *   nothing-to-publish (it equals the live revision)
   */
  async function publish(key: string, change: Change & { expected?: string }): Promise<ProfileRevision> {
    return await inTransaction(pool, async (client) => {
      const profile = await lockProfile(client, key)
      const draft = requireDraft(profile)
      requireExpectedDraft(profile, change.expected)
      if (draft.stale) {
        throw draftChanged(
          `the draft stands on revision ${draft.baseRevision}, but ${profile.live?.revision ?? 0} is live; put the draft again with that as expectedRevision`,
        )
      }
      const revision = await addRevision(client, profile, draft.settings, change, null)
      await client.query('DELETE FROM profile_drafts WHERE profile_key = $1', [key])
      return revision
    })
  }

  /** Revisions, newest first. @throws Problem profile-not-found, invalid-cursor */
  async function revisions(key: string, page: PageQuery): Promise<Page<ProfileRevision>> {
    await findProfile(pool, key)
    const { rows } = await pool.query<RevisionRow>(
      `SELECT * FROM profile_revisions WHERE profile_key = $1 AND ($2::int IS NULL OR revision < $2)
        ORDER BY revision DESC LIMIT $3`,
      [key, page.cursor === null ? null : revisionAfter(page.cursor), page.limit + 1],
    )
    const items = rows.slice(0, page.limit).map(revisionOf)
    const last = items.at(-1)
    return {
      items,
      nextCursor: rows.length > page.limit && last ? encodeCursor(String(last.revision)) : null,
    }
  }

  /** @throws Problem profile-not-found, revision-not-found */
  const revision = (key: string, number: number): Promise<ProfileRevision> => findRevision(pool, key, number)

  /** The settings of one side. @throws Problem profile-not-found, revision-not-found, draft-not-found */
  async function settingsOf(key: string, side: ProfileSide): Promise<ProfileSettings> {
    if (typeof side === 'number') return (await revision(key, side)).settings
    const profile = await get(key)
    if (side === 'draft') return requireDraft(profile).settings
    if (!profile.live) throw new Problem('revision-not-found', { detail: `${key} was never published` })
    return profile.live.settings
  }

  /** What changes on the way from one side to the other; empty: nothing. @throws as `settingsOf` */
  async function diff(key: string, from: ProfileSide, to: ProfileSide): Promise<Difference[]> {
    return diffSettings(await settingsOf(key, from), await settingsOf(key, to))
  }

  /**
   * Publishes a new revision that equals revision `to`. A draft in the making stays, but stands on an old base then.
   * @throws Problem profile-not-found, revision-not-found, nothing-to-publish (the live revision is equal already)
   */
  async function revert(key: string, change: Change & { to: number }): Promise<ProfileRevision> {
    return await inTransaction(pool, async (client) => {
      const profile = await lockProfile(client, key)
      const old = await findRevision(client, key, change.to)
      return await addRevision(client, profile, old.settings, change, change.to)
    })
  }

  /** Where requests without a profile go from now on. @throws Problem profile-not-found, conflict (never published) */
  async function setDefault(key: string, { actor, reason }: Change): Promise<Profile> {
    return await inTransaction(pool, async (client) => {
      await lockDefault(client)
      const profile = await lockProfile(client, key)
      if (profile.isDefault) return profile
      if (!profile.live) {
        throw new Problem('conflict', { detail: `${key} was never published; publish it first` })
      }
      const previous = await client.query<{ key: string }>(
        'UPDATE profiles SET is_default = false WHERE is_default RETURNING key',
      )
      await client.query('UPDATE profiles SET is_default = true WHERE key = $1', [key])
      const detail = { previous: previous.rows[0]?.key ?? null }
      await writeAudit(client, now(), { actor, action: 'profile.default', subject: key, reason, detail })
      return { ...profile, isDefault: true }
    })
  }

  /** Inserts those of the shipped profiles that do not exist, as revision 1; what exists stays as it is. @returns the new keys */
  async function ensureShipped(): Promise<string[]> {
    return await inTransaction(pool, async (client) => {
      await lockDefault(client)
      const added: string[] = []
      for (const [key, settings] of Object.entries(shippedProfiles)) {
        const { rowCount } = await client.query(
          'INSERT INTO profiles (key, created_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING',
          [key, now()],
        )
        if (rowCount === 0) continue
        added.push(key)
        const change = { actor: 'system', reason: 'ships with Maitre' }
        await addRevision(client, await lockProfile(client, key), settings, change, null)
      }
      await client.query(
        'UPDATE profiles SET is_default = true WHERE key = $1 AND NOT EXISTS (SELECT FROM profiles WHERE is_default)',
        [defaultProfileKey],
      )
      return added
    })
  }

  /** The one place where revisions come from; the caller holds the profile's row. */
  async function addRevision(
    client: pg.PoolClient,
    profile: Profile,
    settings: ProfileSettings,
    { actor, reason }: Change,
    revertsTo: number | null,
  ): Promise<ProfileRevision> {
    const { key, live } = profile
    const changed = live ? diffSettings(live.settings, settings) : []
    if (live && changed.length === 0) {
      throw new Problem('nothing-to-publish', { detail: `revision ${live.revision} of ${key} says the same` })
    }
    const { rows } = await client.query<RevisionRow>(
      `INSERT INTO profile_revisions (profile_key, revision, settings, published_at, published_by, reason, reverts_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`,
      [key, (live?.revision ?? 0) + 1, JSON.stringify(settings), now(), actor, reason, revertsTo],
    )
    const revision = revisionOf(rows[0]!)
    const action = revertsTo === null ? 'profile.publish' : 'profile.revert'
    const detail = { revision: revision.revision, revertsTo, changed }
    await writeAudit(client, now(), { actor, action, subject: key, reason, detail })
    return revision
  }

  return {
    live,
    list,
    get,
    putDraft,
    discardDraft,
    publish,
    revisions,
    revision,
    settingsOf,
    diff,
    revert,
    setDefault,
    ensureShipped,
  }
}

/** Changes of the default wait for each other: the unique index alone would fail one of them. */
async function lockDefault(client: pg.PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('maitre.default-profile'))`)
}

/** @throws Problem invalid-cursor */
function revisionAfter(cursor: string): number {
  const revision = decodeCursor(cursor)
  if (!/^\d{1,9}$/.test(revision)) {
    throw new Problem('invalid-cursor', { errors: [{ path: 'cursor', message: 'is of another list' }] })
  }
  return Number(revision)
}

function requireKey(key: string): void {
  const parsed = profileKeySchema.safeParse(key)
  if (parsed.success) return
  const errors = parsed.error.issues.map(({ message }) => ({ path: 'key', message }))
  throw new Problem('invalid-request', { errors })
}

function requireDraft(profile: Profile): ProfileDraft {
  if (!profile.draft) throw new Problem('draft-not-found', { detail: `${profile.key} has no draft` })
  return profile.draft
}

function requireExpectedDraft({ draft }: Profile, expected: string | undefined): void {
  if (expected === undefined || draft?.etag === expected) return
  throw draftChanged(draft ? `the draft is ${draft.etag}, not ${expected}` : 'the draft is gone')
}

const draftChanged = (detail: string) => new Problem('draft-changed', { detail })
