import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { positionCounts } from '../../src/interactions/position-counts.ts'
import type { Interaction } from '../../src/interactions/schema.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()

/** Lists of two places at positions 1 and 2, a minute apart; the second one of every list is clicked. */
function lists(count: number): Interaction[] {
  return Array.from({ length: count }, (_, n) => {
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, n, seconds)).toISOString()
    const list = { userId: 'u', recommendationId: `list-${n}` }
    const places = n % 2 === 0 ? ['a', 'b'] : ['b', 'a']
    const shown = places.map((restaurantId, p) => ({
      ...list,
      id: `i-${n}-${p}`,
      type: 'impression' as const,
      restaurantId,
      position: p + 1,
      at: at(p),
    }))
    return [...shown, { ...list, id: `c-${n}`, type: 'click' as const, restaurantId: places[1]!, at: at(30) }]
  }).flat()
}

beforeEach(async () => {
  await truncateAll(database)
  const cafes = ['a', 'b'].map((id) => ({ id, ...restaurantInputSchema.parse({ name: id }) }))
  await createRestaurantStore({ database }).upsertMany(cafes)
  await createInteractionStore({ database }).ingest(lists(10))
})

describe('positions', () => {
  test('are counted with the lists in which they were clicked', async () => {
    const cell = (restaurantId: string, position: number) => ({
      restaurantId,
      position,
      shown: 5,
      clicked: position === 2 ? 5 : 0,
    })
    expect(await positionCounts(database, 50)).toEqual([
      cell('a', 1),
      cell('a', 2),
      cell('b', 1),
      cell('b', 2),
    ])
  })

  test('below the last one asked for are left out', async () => {
    expect((await positionCounts(database, 1)).map(({ position }) => position)).toEqual([1, 1])
  })

  test('are looked for among the latest interactions alone', async () => {
    const counts = await positionCounts(database, 50, 6)
    expect(counts.reduce((sum, { shown }) => sum + shown, 0)).toBe(4)
    expect(counts.reduce((sum, { clicked }) => sum + clicked, 0)).toBe(2)
  })
})
