import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import type { Catalogue } from '../../src/catalog/catalogue.ts'
import { patchCatalogueSteps } from '../../src/catalog/patch-catalogue.ts'
import { type Restaurant, restaurantSchema } from '../../src/catalog/schema.ts'
import { runSteps } from '../../src/numeric/steps.ts'

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const hours = fc.array(
  fc.record({
    day: fc.constantFrom('mon', 'sun'),
    opens: fc.constantFrom('09:00', '12:30'),
    closes: fc.constantFrom('15:00', '01:00'),
  }),
  { maxLength: 2 },
)

const restaurants: fc.Arbitrary<Restaurant> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'B', 'c', 'é', 'z', '10', '9'),
    name: fc.constantFrom('One', 'Two'),
    brand: optional(fc.constantFrom('Chain', 'Other')),
    district: optional(fc.constantFrom('Harbour', 'Hill')),
    cuisines: fc.array(fc.constantFrom('Thai', 'thai', 'THAI', 'Pizza', 'pizza'), { maxLength: 3 }),
    tags: fc.array(fc.constantFrom('vegan', 'late'), { maxLength: 2 }),
    priceLevel: optional(fc.integer({ min: 1, max: 4 })),
    averageSpend: optional(fc.integer({ min: 5, max: 7 })),
    feeRate: optional(fc.constantFrom(0, 0.2)),
    costPerOrder: fc.constantFrom(0, 1),
    preparationMinutes: optional(fc.constantFrom(10, 20)),
    deliveryRangeKm: optional(fc.constantFrom(2, 5)),
    location: optional(fc.record({ lat: fc.constantFrom(0, 48.8, 48.9), lon: fc.constantFrom(0, 2.3, 2.4) })),
    timeZone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Tokyo'),
    hours: optional(hours),
    rating: optional(fc.constantFrom(3, 4.5)),
    ratingCount: fc.nat({ max: 2 }),
    status: fc.constantFrom('open', 'paused', 'closed'),
    listedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
  })
  .map((row) => restaurantSchema.parse({ ...row, updatedAt: '2026-03-01T00:00:00Z' }))

const many = fc.uniqueArray(restaurants, { selector: ({ id }) => id, maxLength: 8 })
const changes = fc.record({ changed: many, removed: fc.subarray(['a', 'b', 'c', '9', 'nobody']) })

/** All that can be compared; an index by what it finds. */
function plain({ geo, reachClasses, ...columns }: Catalogue) {
  const indexes = [{ reachKm: null, geo }, ...reachClasses]
  return {
    ...columns,
    indexes: indexes.map(({ reachKm, geo: { items, mostRuns, runs } }) => {
      const out = new Int32Array(2 * mostRuns)
      return { reachKm, items, found: [out.subarray(0, 2 * runs(48.85, 2.35, 10, out))] }
    }),
  }
}

property.prop([many, fc.array(changes, { minLength: 1, maxLength: 4 })])(
  'a patched catalogue is the one that is built anew, however often it was patched',
  (first, steps) => {
    let rows = new Map(first.map((row) => [row.id, row]))
    let patched = buildCatalogue(first)
    for (const change of steps) {
      rows = new Map([...rows, ...change.changed.map((row) => [row.id, row] as const)])
      for (const id of change.removed) rows.delete(id)
      patched = runSteps(patchCatalogueSteps(patched, change))
      expect(plain(patched)).toEqual(plain(buildCatalogue([...rows.values()])))
    }
  },
)

describe('of a patched catalogue', () => {
  const row = (id: string, more: object = {}) =>
    restaurantSchema.parse({
      id,
      name: id,
      cuisines: ['Thai'],
      location: { lat: 48, lon: 2 },
      listedAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      ...more,
    })
  const before = buildCatalogue([row('a'), row('b'), row('c')])

  test('every column but those that the change touches is the very same, and what was touched was not written to', () => {
    const after = runSteps(
      patchCatalogueSteps(before, { changed: [row('b', { status: 'closed' })], removed: [] }),
    )
    const { status, ...rest } = after
    expect(status).toEqual(Uint8Array.of(0, 2, 0))
    expect(before.status).toEqual(Uint8Array.of(0, 0, 0))
    for (const [name, column] of Object.entries(rest)) {
      expect(column, name).toBe(before[name as keyof Catalogue])
    }
  })

  test('a place that moved is found where it is now', () => {
    const moved = row('b', { location: { lat: 10, lon: 10 } })
    const after = runSteps(patchCatalogueSteps(before, { changed: [moved], removed: [] }))
    const out = new Int32Array(2 * after.geo.mostRuns)
    const runs = after.geo.runs(10, 10, 1, out)
    expect(runs).toBe(1)
    expect([...after.geo.items.subarray(out[0], out[1])]).toEqual([1])
    expect(after.ids).toBe(before.ids)
  })
})
