import { beforeEach, describe, expect, test } from 'vitest'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { settingsWith } from './factory.ts'

const database = await testDatabase()
const now = () => new Date('2026-03-01T12:00:00Z')
const store = createProfileStore({ database, now })
const actor = 'manager:k1'
const why = { actor, reason: 'a test' }
const weights = (relevance: number, revenue: number) =>
  settingsWith({ weights: { relevance, revenue, margin: 0, wait: 0, discovery: 0, latency: 0 } })

const audit = async () =>
  (await database.pool.query('SELECT actor, action, subject, reason, detail FROM audit ORDER BY id')).rows

beforeEach(() => truncateAll(database))

describe('the shipped profiles', () => {
  test('are inserted once, by system, with product as the default', async () => {
    expect(await store.ensureShipped()).toEqual(Object.keys(shippedProfiles))
    expect(await store.ensureShipped()).toEqual([])
    const { profiles, defaultKey } = await store.live()
    expect(defaultKey).toBe('product')
    expect(profiles.map(({ key }) => key)).toEqual(Object.keys(shippedProfiles).sort())
    for (const { key, revision, settings } of profiles) {
      expect(revision).toBe(1)
      expect(settings).toEqual(shippedProfiles[key])
    }
    expect((await audit()).map(({ actor, subject }) => [actor, subject])).toEqual(
      Object.keys(shippedProfiles).map((key) => ['system', key]),
    )
  })

  test('are inserted once by several processes at once', async () => {
    const added = await Promise.all([1, 2, 3, 4].map(() => store.ensureShipped()))
    expect(added.flat().sort()).toEqual(Object.keys(shippedProfiles).sort())
    expect((await store.live()).defaultKey).toBe('product')
  })

  test('stay as somebody edited them, and so does the default', async () => {
    await store.ensureShipped()
    await store.putDraft('sales', weights(1, 5), { actor })
    await store.publish('sales', why)
    await store.setDefault('sales', why)
    await store.ensureShipped()
    const { profiles, defaultKey } = await store.live()
    expect(defaultKey).toBe('sales')
    expect(profiles.find(({ key }) => key === 'sales')).toMatchObject({
      revision: 2,
      settings: weights(1, 5),
    })
  })
})

describe('a draft', () => {
  test('of an unknown key makes a profile that is not live until published', async () => {
    const profile = await store.putDraft('night', weights(1, 3), { actor })
    expect(profile).toMatchObject({ key: 'night', live: null, draft: { baseRevision: 0, stale: false } })
    expect(profile.draft?.normalisedWeights).toMatchObject({ relevance: 0.25, revenue: 0.75 })
    expect((await store.live()).profiles).toEqual([])
    await expect(store.setDefault('night', why)).rejects.toMatchObject({ code: 'conflict' })
    await expect(store.settingsOf('night', 'live')).rejects.toMatchObject({ code: 'revision-not-found' })
    expect(await store.publish('night', why)).toMatchObject({ revision: 1, publishedBy: actor })
    expect((await store.live()).profiles.map(({ key }) => key)).toEqual(['night'])
  })

  test('thrown away before it was ever published takes the profile with it', async () => {
    await store.putDraft('night', weights(1, 3), { actor })
    await store.discardDraft('night', { actor })
    await expect(store.get('night')).rejects.toMatchObject({ code: 'profile-not-found' })
    await expect(store.discardDraft('night', { actor })).rejects.toMatchObject({ code: 'profile-not-found' })
  })

  test('changes nothing that is live', async () => {
    await store.ensureShipped()
    const before = await store.live()
    await store.putDraft('sales', weights(1, 9), { actor })
    expect(await store.live()).toEqual(before)
  })

  test('with a key that cannot be one is refused by field', async () => {
    for (const key of ['Upper', '', 'a b', 'x'.repeat(61), '\u0000']) {
      await expect(store.putDraft(key, weights(1, 0), { actor })).rejects.toMatchObject({
        code: 'invalid-request',
        errors: [{ path: 'key' }],
      })
    }
  })

  test('is refused when the caller read another draft or another live revision', async () => {
    await store.putDraft('p', weights(1, 0), { actor })
    const { draft } = await store.get('p')
    await store.putDraft('p', weights(1, 1), { actor, expected: draft!.etag })
    await expect(store.putDraft('p', weights(1, 2), { actor, expected: draft!.etag })).rejects.toMatchObject({
      code: 'draft-changed',
    })
    await expect(store.putDraft('p', weights(1, 2), { actor, expectedRevision: 1 })).rejects.toMatchObject({
      code: 'draft-changed',
    })
    expect((await store.get('p')).draft?.settings).toEqual(weights(1, 1))
  })
})

describe('publishing', () => {
  beforeEach(async () => {
    await store.putDraft('p', weights(1, 0), { actor })
    await store.publish('p', why)
  })

  test('needs a draft that says something new', async () => {
    await expect(store.publish('p', why)).rejects.toMatchObject({ code: 'draft-not-found' })
    await store.putDraft('p', weights(1, 0), { actor })
    await expect(store.publish('p', why)).rejects.toMatchObject({ code: 'nothing-to-publish' })
    expect((await store.get('p')).live?.revision).toBe(1)
  })

  test('needs the draft that the caller read', async () => {
    const read = await store.putDraft('p', weights(1, 1), { actor })
    await store.putDraft('p', weights(1, 2), { actor })
    await expect(store.publish('p', { ...why, expected: read.draft!.etag })).rejects.toMatchObject({
      code: 'draft-changed',
    })
  })

  test('refuses a draft whose base is no longer live, until it is put again on the live one', async () => {
    await store.putDraft('p', weights(1, 1), { actor })
    await store.publish('p', why)
    await store.putDraft('p', weights(1, 2), { actor })
    await store.revert('p', { ...why, to: 1 })
    expect((await store.get('p')).draft?.stale).toBe(true)
    await expect(store.publish('p', why)).rejects.toMatchObject({ code: 'draft-changed' })
    await store.putDraft('p', weights(1, 2), { actor })
    await expect(store.publish('p', why)).rejects.toMatchObject({ code: 'draft-changed' })
    await store.putDraft('p', weights(1, 2), { actor, expectedRevision: 3 })
    expect(await store.publish('p', why)).toMatchObject({ revision: 4, settings: weights(1, 2) })
  })

  test('by several at once succeeds for exactly one', async () => {
    await store.putDraft('p', weights(1, 1), { actor })
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(() => store.publish('p', why)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'draft-not-found' })
    }
    expect(
      (await store.revisions('p', { limit: 10, cursor: null })).items.map(({ revision }) => revision),
    ).toEqual([2, 1])
  })

  test('beside a revert gives both their own number', async () => {
    await store.putDraft('p', weights(1, 1), { actor })
    await store.publish('p', why)
    const results = await Promise.allSettled([
      store.revert('p', { ...why, to: 1 }),
      store.revert('p', { ...why, to: 1 }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await store.get('p')).live).toMatchObject({ revision: 3, revertsTo: 1 })
  })

  test('is told to whoever listens', async () => {
    const client = await database.pool.connect()
    try {
      const heard: (string | undefined)[] = []
      client.on('notification', ({ payload }) => heard.push(payload))
      await client.query('LISTEN maitre_changed')
      await store.putDraft('p', weights(1, 1), { actor })
      await store.publish('p', why)
      await client.query('SELECT 1')
      expect(heard).toContain('profiles')
      await client.query('UNLISTEN *')
    } finally {
      client.removeAllListeners('notification')
      client.release()
    }
  })
})

describe('revisions', () => {
  beforeEach(async () => {
    for (const revenue of [0, 1, 2, 3, 4]) {
      await store.putDraft('p', weights(1, revenue), { actor })
      await store.publish('p', { actor, reason: `revenue ${revenue}` })
    }
  })

  test('are listed newest first, page by page, each once', async () => {
    const seen: number[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof store.revisions>> = await store.revisions('p', {
        limit: 2,
        cursor,
      })
      seen.push(...page.items.map(({ revision }) => revision))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([5, 4, 3, 2, 1])
    await expect(store.revisions('p', { limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'invalid-cursor',
    })
  })

  test('reverted to give a new revision equal to the old one, old ones untouched', async () => {
    const before = await store.revision('p', 2)
    const reverted = await store.revert('p', { ...why, to: 2 })
    expect(reverted).toMatchObject({ revision: 6, revertsTo: 2, settings: before.settings })
    expect(await store.revision('p', 2)).toEqual(before)
    expect(await store.diff('p', 2, 'live')).toEqual([])
    await expect(store.revert('p', { ...why, to: 6 })).rejects.toMatchObject({ code: 'nothing-to-publish' })
    await expect(store.revert('p', { ...why, to: 99 })).rejects.toMatchObject({ code: 'revision-not-found' })
  })

  test('differ where they differ', async () => {
    await store.putDraft('p', { ...weights(1, 4), latencyBudgetMs: 50 }, { actor })
    expect(await store.diff('p', 1, 3)).toEqual([{ path: 'weights.revenue', from: 0, to: 2 }])
    expect(await store.diff('p', 'live', 'draft')).toEqual([{ path: 'latencyBudgetMs', from: 100, to: 50 }])
    expect(await store.diff('p', 3, 3)).toEqual([])
  })

  test.each([0, -1, 1.5, 2 ** 31, Number.NaN])('have none numbered %d', async (number) => {
    await expect(store.revision('p', number)).rejects.toMatchObject({ code: 'revision-not-found' })
  })
})

describe('the default', () => {
  test('is always one, however many set it at once', async () => {
    await store.ensureShipped()
    const keys = Object.keys(shippedProfiles)
    await Promise.all(keys.map((key) => store.setDefault(key, why)))
    expect((await store.list()).filter(({ isDefault }) => isDefault)).toHaveLength(1)
  })
})

test('an unknown profile is not found, whatever is asked of it', async () => {
  for (const key of ['nobody', 'NOT A KEY', '\u0000']) {
    const found = { code: 'profile-not-found' }
    await expect(store.get(key)).rejects.toMatchObject(found)
    await expect(store.publish(key, why)).rejects.toMatchObject(found)
    await expect(store.revisions(key, { limit: 1, cursor: null })).rejects.toMatchObject(found)
    await expect(store.revision(key, 1)).rejects.toMatchObject(found)
    await expect(store.diff(key, 1, 'live')).rejects.toMatchObject(found)
    await expect(store.revert(key, { ...why, to: 1 })).rejects.toMatchObject(found)
    await expect(store.setDefault(key, why)).rejects.toMatchObject(found)
  }
})

test('every change is in the audit with who, what and why; a refused one leaves no trace', async () => {
  await store.putDraft('p', weights(1, 0), { actor: 'manager:a' })
  await store.publish('p', { actor: 'manager:b', reason: 'first' })
  await store.putDraft('p', weights(1, 1), { actor: 'manager:a' })
  await store.publish('p', { actor: 'manager:b', reason: 'second' })
  await store.revert('p', { actor: 'cli', reason: 'was better', to: 1 })
  await store.setDefault('p', { actor: 'admin:c', reason: 'for all' })
  const before = await audit()
  await expect(store.publish('p', why)).rejects.toThrow()
  await expect(store.revert('p', { ...why, to: 3 })).rejects.toThrow()
  const entries = await audit()
  expect(entries).toEqual(before)
  expect(entries.map(({ actor, action, reason }) => [actor, action, reason])).toEqual([
    ['manager:a', 'profile.draft', null],
    ['manager:b', 'profile.publish', 'first'],
    ['manager:a', 'profile.draft', null],
    ['manager:b', 'profile.publish', 'second'],
    ['cli', 'profile.revert', 'was better'],
    ['admin:c', 'profile.default', 'for all'],
  ])
  expect(entries[3].detail.changed).toEqual([{ path: 'weights.revenue', from: 0, to: 1 }])
})
