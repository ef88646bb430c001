import { fc, test as property } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import type { Catalogue } from '../../src/catalog/catalogue.ts'
import { readChanges } from '../../src/catalog/changed-restaurants.ts'
import { patchCatalogueSteps } from '../../src/catalog/patch-catalogue.ts'
import { createRestaurantStore, type ReadSince } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { runSteps } from '../../src/numeric/steps.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const { pool } = database
const store = createRestaurantStore({ database })
beforeEach(() => truncateAll(database))

const place = (name: string, more: object = {}) => restaurantInputSchema.parse({ name, ...more })

/** What a service does with a reading. */
async function takeUp(since: (ReadSince & { catalogue: Catalogue }) | null) {
  const reading = await store.read(since)
  const catalogue =
    reading.kind === 'all'
      ? buildCatalogue(reading.restaurants)
      : runSteps(patchCatalogueSteps(since!.catalogue, reading))
  return { catalogue, mark: reading.mark }
}

const columns = ({ geo: _, reachClasses: __, ...rest }: Catalogue) => rest

const id = fc.constantFrom('a', 'b', 'c', 'd')
const step = fc.oneof(
  fc.record({ what: fc.constant('put'), id, name: fc.constantFrom('One', 'Two') }),
  fc.record({ what: fc.constant('patch'), id, name: fc.constantFrom('paused', 'open') }),
  fc.record({ what: fc.constant('remove'), id, name: fc.constant('') }),
  fc.record({ what: fc.constant('rename'), id, name: fc.constantFrom('e', 'f') }),
  fc.record({ what: fc.constant('by hand'), id, name: fc.constantFrom('Three', 'Four') }),
  fc.record({ what: fc.constant('old'), id, name: fc.constant('Five') }),
  fc.record({ what: fc.constant('take up'), id, name: fc.constant('') }),
)

async function run({ what, id, name }: { what: string; id: string; name: string }) {
  switch (what) {
    case 'put':
      return store.put(id, place(name))
    case 'patch':
      return store.patch(id, { status: name as 'open' }).catch(() => {})
    case 'remove':
      return store.remove(id).catch(() => {})
    case 'rename':
      return pool.query('UPDATE restaurants SET id = $2 WHERE id = $1', [id, name]).catch(() => {})
    case 'by hand':
      return pool.query('UPDATE restaurants SET name = $2 WHERE id = $1', [id, name])
    case 'old':
      return pool.query(
        `INSERT INTO restaurants (id, name, updated_at) VALUES ($1, $2, '2020-01-01') ON CONFLICT DO NOTHING`,
        [id, name],
      )
  }
}

property.prop([fc.array(step, { maxLength: 12 })], { numRuns: 10 })(
  'what is taken up change by change is what is read anew, whoever changed it',
  async (steps) => {
    await truncateAll(database)
    let state = await takeUp(null)
    for (const one of steps) {
      if (one.what === 'take up') state = await takeUp(state)
      else await run(one)
    }
    state = await takeUp(state)
    expect(columns(state.catalogue)).toEqual(columns((await takeUp(null)).catalogue))
  },
)

describe('a reading', () => {
  test('after a change holds what changed and no more', async () => {
    await store.upsertMany(['a', 'b', 'c'].map((id) => ({ id, ...place(id) })))
    await pool.query(`ALTER TABLE restaurants DISABLE TRIGGER restaurants_move_updated_at`)
    await pool.query(`UPDATE restaurants SET updated_at = '2026-01-01'`)
    await pool.query(`ALTER TABLE restaurants ENABLE TRIGGER restaurants_move_updated_at`)
    const since = await takeUp(null)
    await store.patch('b', { status: 'closed' })
    await store.remove('c')
    const reading = await store.read(since)
    expect(reading).toMatchObject({
      kind: 'changes',
      removed: ['c'],
      changed: [{ id: 'b', status: 'closed' }],
    })
  })

  test('misses nothing that was begun before and committed after', async () => {
    await store.upsertMany(['a', 'b'].map((id) => ({ id, ...place(id) })))
    const slow = await pool.connect()
    try {
      await slow.query('BEGIN')
      await slow.query(`UPDATE restaurants SET name = 'late' WHERE id = 'a'`)
      const state = await takeUp(null)
      expect(state.catalogue.names[0]).toBe('a')
      const again = await takeUp(state)
      await slow.query('COMMIT')
      expect((await takeUp(again)).catalogue.names[0]).toBe('late')
    } finally {
      slow.release()
    }
  })

  test('of more changes than are worth it reads everything', async () => {
    await store.upsertMany(['a', 'b', 'c'].map((id) => ({ id, ...place(id) })))
    const { catalogue, mark } = await takeUp(null)
    expect(await readChanges(pool, catalogue, { ...mark, settledMs: 0 }, 2)).toBeNull()
    expect((await readChanges(pool, catalogue, { ...mark, settledMs: 0 }, 3))?.changed).toHaveLength(3)
  })
})
