import { beforeEach, describe, expect, test } from 'vitest'
import { type Restaurant, restaurantSchema } from '../../src/catalog/schema.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import type { RelevanceModel } from '../../src/relevance/model.ts'
import { worldOf } from '../../src/serving/snapshot.ts'
import {
  createSnapshotStore,
  type SnapshotSources,
  type StoredModel,
} from '../../src/serving/snapshot-store.ts'

const restaurant = (id: string, changes: Partial<Restaurant> = {}) =>
  restaurantSchema.parse({
    id,
    name: id,
    listedAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    ...changes,
  })

const product = { key: 'product', revision: 1, settings: shippedProfiles['product']! }

const model = (version: string): StoredModel => ({
  version,
  scales: { relevance: 1, revenue: 2, margin: 3, wait: 4, discovery: 5 },
  planQualities: [],
  *bind() {
    yield
    return { version, begin: () => ({}) } as unknown as RelevanceModel
  },
})

let state: {
  restaurants: Restaurant[]
  channels: { channel: string; version: string }[]
  models: Record<string, StoredModel>
  modelLoads: number
}

beforeEach(() => {
  state = { restaurants: [restaurant('a'), restaurant('b')], channels: [], models: {}, modelLoads: 0 }
})

async function loaded() {
  const sources: SnapshotSources = {
    restaurants: async () => ({
      kind: 'all',
      restaurants: state.restaurants,
      mark: { settledMs: 0, idSum: 0n },
    }),
    profiles: async () => ({ profiles: [product], defaultKey: 'product' }),
    experiments: async () => [],
    channels: async () => state.channels,
    async model(version) {
      state.modelLoads++
      const found = state.models[version]
      if (!found) throw new Error('checksum differs')
      return found
    },
    neutral: { scales: { relevance: 1, revenue: 1, margin: 1, wait: 1, discovery: 1 }, planQualities: [] },
  }
  const store = createSnapshotStore(sources, () => new Date(0))
  await store.reloadProfiles()
  await store.reloadCatalogue()
  return store
}

test('before the first load there is nothing, and it says so', () => {
  const store = createSnapshotStore({} as SnapshotSources, () => new Date(0))
  expect(() => store.current()).toThrow(expect.objectContaining({ code: 'unavailable' }))
})

test('a snapshot in hand never changes; the next one has the change', async () => {
  const store = await loaded()
  const before = store.current()
  state.restaurants.push(restaurant('c'))
  await store.reloadCatalogue()
  expect(before.catalogue.ids).toEqual(['a', 'b'])
  expect(store.current().catalogue.ids).toEqual(['a', 'b', 'c'])
  expect(store.current().profiles).toBe(before.profiles)
})

describe('orders', () => {
  const order = (restaurantId: string) => ({ restaurantId, atMs: 1, amount: 10 })

  test('count at once, and again after the catalogue changed, also those of places that appear later', async () => {
    const store = await loaded()
    store.observe([order('a'), order('a'), order('z')])
    expect(store.current().demand.count(0)).toBe(2)
    state.restaurants = [restaurant('0'), restaurant('a'), restaurant('z')]
    await store.reloadCatalogue()
    const { catalogue, demand } = store.current()
    expect(catalogue.ids.map((_, i) => demand.count(i))).toEqual([0, 2, 1])
  })

  test('are not counted anew when only what the places say of themselves changed', async () => {
    const store = await loaded()
    store.observe([order('a')])
    const before = store.current()
    state.restaurants[0] = restaurant('a', { status: 'closed' })
    await store.reloadCatalogue()
    const after = store.current()
    expect(after.catalogue).not.toBe(before.catalogue)
    expect(after.demand).toBe(before.demand)
    expect(after.catalogue.ids).toBe(before.catalogue.ids)
  })

  test('many more than the first room for them are all kept', async () => {
    const store = await loaded()
    for (let i = 0; i < 5000; i++) store.observe([order(i % 2 ? 'a' : 'b')])
    state.restaurants.push(restaurant('c'))
    await store.reloadCatalogue()
    expect(store.current().demand.count(0)).toBe(2500)
    expect(store.current().demand.count(1)).toBe(2500)
  })
})

describe('models', () => {
  test('of the same version are one world, bound again only when the catalogue changed, loaded once', async () => {
    state.channels = [
      { channel: 'latest', version: 'v1' },
      { channel: 'stable', version: 'v1' },
    ]
    state.models = { v1: model('v1') }
    const store = await loaded()
    await store.reloadModels()
    const world = worldOf(store.current(), 'latest')
    expect(world.model?.version).toBe('v1')
    expect(worldOf(store.current(), 'stable')).toBe(world)
    await store.reloadProfiles()
    expect(worldOf(store.current(), 'latest')).toBe(world)
    state.restaurants.push(restaurant('c'))
    await store.reloadCatalogue()
    expect(worldOf(store.current(), 'latest').catalogue.size).toBe(3)
    expect(state.modelLoads).toBe(1)
  })

  test('that are corrupt leave the last good one in place, with the reason, and the other channels go on', async () => {
    state.channels = [
      { channel: 'latest', version: 'v1' },
      { channel: 'stable', version: 'v1' },
    ]
    state.models = { v1: model('v1'), v3: model('v3') }
    const store = await loaded()
    await store.reloadModels()
    state.channels = [
      { channel: 'latest', version: 'v2' },
      { channel: 'stable', version: 'v3' },
    ]
    await expect(store.reloadModels()).rejects.toThrow(/v2.*checksum/)
    expect(worldOf(store.current(), 'latest').model?.version).toBe('v1')
    expect(worldOf(store.current(), 'stable').model?.version).toBe('v3')
    expect([...store.faults]).toEqual([['latest', 'model v2: checksum differs']])
    state.models['v2'] = model('v2')
    await store.reloadModels()
    expect(worldOf(store.current(), 'latest').model?.version).toBe('v2')
    expect(store.faults.size).toBe(0)
  })

  test('that do not bind count as corrupt', async () => {
    state.channels = [{ channel: 'latest', version: 'v1' }]
    state.models = {
      v1: {
        ...model('v1'),
        bind: () => {
          throw new Error('cut short')
        },
      },
    }
    const store = await loaded()
    await expect(store.reloadModels()).rejects.toThrow('cut short')
    expect(worldOf(store.current(), 'latest').model).toBeNull()
  })

  test('that serve nowhere can be asked for, and none can be too', async () => {
    state.models = { v9: model('v9') }
    const store = await loaded()
    const world = await store.worldWith('v9', store.current())
    expect(world.model?.version).toBe('v9')
    expect(world.scales.margin).toBe(3)
    expect((await store.worldWith(null, store.current())).model).toBeNull()
    await expect(store.worldWith('none', store.current())).rejects.toThrow()
  })

  test('a channel that serves nothing ranks without a model', async () => {
    const store = await loaded()
    await store.reloadModels()
    expect(worldOf(store.current(), 'stable')).toBe(store.current().worldWithoutModel)
    expect(worldOf(store.current(), 'stable').model).toBeNull()
  })
})
