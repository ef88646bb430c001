import { expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { membersOf, namedMarkets } from '../../src/catalog/named-markets.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'

const at = (id: string, lon: number | null, district?: string) => ({
  id,
  ...restaurantInputSchema.parse({
    name: id,
    ...(lon === null ? {} : { location: { lat: 10, lon } }),
    ...(district ? { district } : {}),
  }),
  listedAt: '2026-01-01T00:00:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
})
const catalogue = buildCatalogue([
  at('e', 40),
  at('d', 40.05, 'Old Town'),
  at('c', 40.1),
  at('b', -70),
  at('a', -70.01),
  at('nowhere', null),
])

test('markets are named by one of their restaurants, the largest first', () => {
  expect(namedMarkets(catalogue)).toEqual([
    { market: 'c', district: null, restaurants: 3 },
    { market: 'a', district: null, restaurants: 2 },
  ])
})

test('any restaurant names its market, one of unknown place itself alone, an unknown one nothing', () => {
  expect([...membersOf(catalogue, 'e')]).toEqual(['c', 'd', 'e'])
  expect([...membersOf(catalogue, 'b')]).toEqual(['a', 'b'])
  expect([...membersOf(catalogue, 'nowhere')]).toEqual(['nowhere'])
  expect(() => membersOf(catalogue, 'gone')).toThrow(/No restaurant gone/)
})
