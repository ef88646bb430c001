import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { importOwn } from '../../src/import/own/import-own.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { expectBalanced, temporaryFolder } from './support.ts'

const database = await testDatabase()
const folder = await temporaryFolder()
beforeEach(() => truncateAll(database))

test('a restaurant at exactly (0, 0) is imported as one whose place is unknown, and said to be repaired', async () => {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'nowhere.ndjson')
  const rows = [
    { id: 'nowhere', name: 'N', location: { lat: 0, lon: 0 } },
    { id: 'equator', name: 'E', location: { lat: 0, lon: 9.5 } },
  ]
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  for (const [imported, unchanged] of [
    [2, 0],
    [0, 2],
  ]) {
    const report = await importOwn('restaurants', path, { database })
    expectBalanced(report)
    expect(report.files[0]).toMatchObject({
      imported,
      unchanged,
      quarantined: {},
      repaired: { 'location of 0, 0 taken as unknown': 1 },
    })
  }
  const store = createRestaurantStore({ database })
  expect((await store.get('nowhere'))?.location).toBeNull()
  expect((await store.get('equator'))?.location).toEqual({ lat: 0, lon: 9.5 })
})
