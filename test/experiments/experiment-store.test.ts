import { beforeEach, describe, expect, test } from 'vitest'
import { createExperimentStore } from '../../src/experiments/experiment-store.ts'
import { experimentSettingsSchema } from '../../src/experiments/schema.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { settingsOf } from './simulated.ts'

const database = await testDatabase()
let clock = new Date('2026-03-06T19:00:00Z')
const now = () => clock
const store = createExperimentStore({ database, now })
const profiles = createProfileStore({ database, now })
const why = { actor: 'manager:k', reason: 'to see' }
const end = { ...why, because: 'person' } as const

beforeEach(async () => {
  await truncateAll(database)
  clock = new Date('2026-03-06T19:00:00Z')
  await profiles.ensureShipped()
})

const audited = async () =>
  (await database.pool.query(`SELECT action, reason FROM audit WHERE action LIKE 'experiment.%' ORDER BY id`))
    .rows

describe('an experiment', () => {
  test('goes from draft to running to stopped, with who, when and why, and in the audit', async () => {
    await store.create('e', settingsOf(), 'manager:k')
    await store.edit('e', settingsOf({ traffic: 0.5 }), 'manager:k')
    expect(await store.get('e')).toMatchObject({
      state: 'draft',
      settings: { traffic: 0.5 },
      control: 'control',
      started: null,
    })
    expect(await store.running()).toEqual([])
    await store.start('e', why)
    expect(await store.running()).toMatchObject([{ key: 'e', scope: null, traffic: 0.5 }])
    clock = new Date('2026-03-08T19:00:00Z')
    expect(await store.stop('e', { ...end, because: 'guardrail' })).toMatchObject({
      state: 'stopped',
      started: { at: '2026-03-06T19:00:00.000Z', by: 'manager:k', reason: 'to see' },
      stopped: { at: '2026-03-08T19:00:00.000Z', because: 'guardrail' },
    })
    expect(await store.running()).toEqual([])
    expect((await audited()).map(({ action }) => action)).toEqual([
      'experiment.create',
      'experiment.edit',
      'experiment.start',
      'experiment.stop',
    ])
  })

  test('takes no step twice, and none backwards', async () => {
    await store.create('e', settingsOf(), 'a')
    await expect(store.create('e', settingsOf(), 'a')).rejects.toMatchObject({ code: 'experiment-exists' })
    await expect(store.stop('e', end)).rejects.toMatchObject({ code: 'conflict' })
    await store.start('e', why)
    await expect(store.start('e', why)).rejects.toMatchObject({ code: 'conflict' })
    await expect(store.edit('e', settingsOf(), 'a')).rejects.toMatchObject({ code: 'conflict' })
    await store.stop('e', end)
    for (const step of [store.start, store.stop]) {
      await expect(step('e', end)).rejects.toMatchObject({ code: 'conflict' })
      await expect(step('x', end)).rejects.toMatchObject({ code: 'experiment-not-found' })
    }
    await expect(store.edit('e', settingsOf(), 'a')).rejects.toMatchObject({ code: 'conflict' })
    await expect(store.get('x')).rejects.toMatchObject({ code: 'experiment-not-found' })
  })

  test('does not start where another takes the same requests; elsewhere it does', async () => {
    for (const key of ['a', 'b']) await store.create(key, settingsOf(), 'x')
    await store.create('c', settingsOf({ scope: 'sales' }), 'x')
    await store.start('a', why)
    await expect(store.start('b', why)).rejects.toMatchObject({
      code: 'experiment-scope-taken',
      detail: expect.stringContaining('a takes the requests that name no profile'),
    })
    await store.start('c', why)
    expect((await store.running()).map(({ key }) => key)).toEqual(['a', 'c'])
    await store.stop('a', end)
    await store.start('b', why)
  })

  test('of many that start at once on the same requests, one does', async () => {
    const keys = ['a', 'b', 'c', 'd']
    for (const key of keys) await store.create(key, settingsOf(), 'x')
    const started = await Promise.allSettled(keys.map((key) => store.start(key, why)))
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await store.running()).toHaveLength(1)
  })

  test('is neither planned, changed nor started with what does not exist: all faults at once', async () => {
    const variants = [
      { key: 'v', profile: 'nobody', share: 0.5 },
      { key: 'w', profile: 'sales', revision: 7, modelVersion: 'm', share: 0.5 },
    ]
    const broken = settingsOf({ variants, scope: 'nowhere' })
    const refusal = {
      code: 'invalid-request',
      errors: ['scope', 'variants.0.profile', 'variants.1.revision', 'variants.1.modelVersion'].map((path) =>
        expect.objectContaining({ path }),
      ),
    }
    await expect(store.create('e', broken, 'x')).rejects.toMatchObject(refusal)
    await expect(store.get('e')).rejects.toMatchObject({ code: 'experiment-not-found' })
    await store.create('e', settingsOf(), 'x')
    await expect(store.edit('e', broken, 'x')).rejects.toMatchObject(refusal)
    expect((await store.get('e')).settings).toEqual(settingsOf())
    // A model version may be deleted between the plan and the start.
    await database.pool.query(`UPDATE experiments SET settings = $1 WHERE key = 'e'`, [broken])
    await expect(store.start('e', why)).rejects.toMatchObject(refusal)
    expect((await store.get('e')).state).toBe('draft')
  })

  test('does not start after its planned stop', async () => {
    await store.create('e', settingsOf({ plannedStop: '2026-03-06T18:59:59Z' }), 'x')
    await expect(store.start('e', why)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('keeps a revision that it names, whatever is published later', async () => {
    const [control] = settingsOf().variants
    const pinned = { key: 'v', profile: 'sales', revision: 1, share: 0.5 }
    await store.create('e', settingsOf({ variants: [control!, pinned] }), 'x')
    await store.start('e', why)
    const { settings } = await profiles.revision('sales', 1)
    expect((await store.running())[0]?.variants).toMatchObject([
      { profile: 'product', pinned: null },
      { profile: 'sales', pinned: { revision: 1, settings } },
    ])
  })

  test('that was started keeps its settings even from a hand at the database', async () => {
    await store.create('e', settingsOf(), 'x')
    await store.start('e', why)
    await expect(
      database.pool.query(`UPDATE experiments SET settings = '{}' WHERE key = 'e'`),
    ).rejects.toThrow(/settings are fixed/)
  })

  test('is listed newest first, page by page, by state', async () => {
    for (const key of ['a', 'b', 'c']) await store.create(key, settingsOf(), 'x')
    await store.start('b', why)
    const first = await store.list({ limit: 2, cursor: null, state: null })
    const second = await store.list({ limit: 2, cursor: first.nextCursor, state: null })
    expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(['c', 'b', 'a'])
    expect(second.nextCursor).toBeNull()
    const running = await store.list({ limit: 9, cursor: null, state: 'running' })
    expect(running.items.map(({ key }) => key)).toEqual(['b'])
  })
})

describe('settings', () => {
  test.each([
    [
      'shares that do not sum to 1',
      {
        variants: [
          { key: 'a', profile: 'p', share: 0.5 },
          { key: 'b', profile: 'q', share: 0.4 },
        ],
      },
      'variants',
    ],
    ['one variant', { variants: [{ key: 'a', profile: 'p', share: 1 }] }, 'variants'],
    [
      'a share of 0',
      {
        variants: [
          { key: 'a', profile: 'p', share: 1 },
          { key: 'b', profile: 'q', share: 0 },
        ],
      },
      'variants.1.share',
    ],
    [
      'two variants of one key',
      {
        variants: [
          { key: 'a', profile: 'p', share: 0.5 },
          { key: 'a', profile: 'q', share: 0.5 },
        ],
      },
      'variants.1.key',
    ],
    ['a control that is no variant', { control: 'nobody' }, 'control'],
    ['no traffic', { traffic: 0 }, 'traffic'],
    [
      'a guardrail twice',
      { guardrails: [1, 2].map(() => ({ metric: 'orders', harm: 'decrease' })) },
      'guardrails.1.metric',
    ],
    ['an unknown metric', { primaryMetric: 'clicks' }, 'primaryMetric'],
    [
      'harm in per cent',
      { guardrails: [{ metric: 'orders', harm: 'decrease', smallestHarm: 5 }] },
      'guardrails.0.smallestHarm',
    ],
    ['too few planned users', { plannedUsers: 10 }, 'plannedUsers'],
  ])('refuse %s', (_, changes, path) => {
    const parsed = experimentSettingsSchema.safeParse({ ...settingsOf(), ...changes })
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })
})
