import { afterAll, beforeAll, expect, test } from 'vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { userInputSchema } from '../../src/users/schema.ts'
import { testServing, testStores } from '../support/live-serving.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const stores = testStores(database)
let serving: Awaited<ReturnType<typeof testServing>>

beforeAll(async () => {
  await stores.profiles.ensureShipped()
  const place = restaurantInputSchema.parse({ name: 'Place', cuisines: ['Thai'] })
  await stores.restaurants.upsertMany([{ id: 'r1', ...place }])
  await stores.users.put('ann', userInputSchema.parse({}))
  serving = await testServing(database.url)
})
afterAll(() => serving.close())

/** Tables that grow with what users do, and so would be spread over machines by who did it. */
const spread = /\b(?:FROM|JOIN)\s+(interactions|recommendations|users)\b/gi

test.each(Object.keys(shippedProfiles))(
  'a request under %s reads what users did by the user alone: no statement needs more than one shard',
  async (profile) => {
    serving.lookups.forgetAll()
    serving.counted.texts.length = 0
    await serving.recommender.recommend({ ...plainRequest({ userId: 'ann' }), profile })
    // What is logged is written later; what is read is read now.
    const reads = serving.counted.texts.filter((text) => !/INSERT INTO/.test(text))
    const touched = reads.flatMap((text) =>
      Array.from(text.matchAll(spread), ([, table]) => ({ table, text })),
    )
    // A request that reads nothing would pass for the wrong reason.
    expect(touched.map(({ table }) => table)).toContain('interactions')
    for (const { table, text } of touched) {
      const key = table === 'users' ? /\bid\s*(?:=|IN)/ : /\buser_id\s*(?:=|IN)/
      expect(text, `${table} is read without its user`).toMatch(key)
    }
  },
)
