import { expect, test } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { datasetOf } from '../../seed/city-dataset.ts'
import { writeCity } from '../../seed/write-city.ts'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { readDataset } from '../../src/relevance/read-dataset.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()

test('a city in memory is the dataset that training reads of the same city from a database', async () => {
  const city = generateCity({ restaurants: 120, users: 200, days: 40 })
  const stores = {
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
  }
  await writeCity(city, stores, database)
  const { hash: _, catalogue, ...made } = datasetOf(city)
  const { hash, catalogue: stored, ...read } = await readDataset(database)
  expect(read).toEqual(made)
  expect(read.positions!.shown.length).toBeGreaterThan(100)
  expect(stored.ids).toEqual(catalogue.ids)
  expect(stored.deliveryRangeKm).toEqual(catalogue.deliveryRangeKm)
  expect(stored.listedAtMs).toEqual(catalogue.listedAtMs)
  expect(hash).not.toBe((await readDatasetWithout('impression')).hash)
})

async function readDatasetWithout(type: string) {
  await database.pool.query('DELETE FROM interactions WHERE type::text = $1', [type])
  return readDataset(database)
}
