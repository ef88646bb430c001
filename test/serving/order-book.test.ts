import { fc, test } from '@fast-check/vitest'
import { expect, test as plain } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import type { Catalogue } from '../../src/catalog/catalogue.ts'
import { restaurantSchema } from '../../src/catalog/schema.ts'
import { createDemand } from '../../src/relevance/demand.ts'
import { createOrderBook, type LiveOrder } from '../../src/serving/order-book.ts'

const dayMs = 86_400_000
const startMs = Date.UTC(2026, 0, 1)
const catalogueOf = (ids: readonly string[], timeZone = 'UTC') =>
  buildCatalogue(
    ids.map((id) =>
      restaurantSchema.parse({
        id,
        name: id,
        timeZone,
        listedAt: '2026-01-01T00:00:00Z',
        updatedAt: '2026-01-01T00:00:00Z',
      }),
    ),
  )

/** More than are moved in one step. */
const many = Array.from({ length: 10_000 }, (_, n) => `r${String(n).padStart(5, '0')}`)
const before = catalogueOf(many.filter((_, n) => n % 3 !== 0))
const after = catalogueOf(many.filter((_, n) => n % 4 !== 1))

const orders: fc.Arbitrary<LiveOrder[]> = fc.array(
  fc.record({
    restaurantId: fc.nat({ max: many.length - 1 }).map((n) => many[n]!),
    atMs: fc.nat({ max: 100 }).map((days) => startMs + days * dayMs),
    amount: fc.constantFrom(Number.NaN, 10, 20),
  }),
  { maxLength: 30 },
)

function expectCounted(catalogue: Catalogue, demand: ReturnType<typeof createDemand>, all: LiveOrder[]) {
  const exact = createDemand(catalogue)
  for (const { restaurantId, atMs, amount } of all) {
    const item = catalogue.indexOf.get(restaurantId)
    if (item !== undefined) exact.observe(item, atMs, amount)
  }
  // Restaurant by restaurant the orders come in the same order, so that not even a rounding differs.
  for (const [name, column] of Object.entries(exact.counts)) {
    if (typeof column === 'number') continue
    const got = demand.counts[name as 'count']
    expect(Buffer.from(got.buffer).equals(Buffer.from(column.buffer)), name).toBe(true)
  }
  expect(demand.revision).toBe(exact.revision)
  expect(demand.total(startMs + 200 * dayMs)).toBeCloseTo(exact.total(startMs + 200 * dayMs), 9)
}

test.prop([orders, fc.array(orders, { maxLength: 4 }), orders], { numRuns: 30 })(
  'a book that is moved to another catalogue holds every order of its restaurants once, whenever it came',
  (early, meanwhile, late) => {
    const book = createOrderBook(before)
    book.observe(early)
    const moving = book.moveTo(after)
    const came = [...early]
    let step = moving.next()
    for (let n = 0; !step.done; step = moving.next(), n++) {
      book.observe(meanwhile[n] ?? [])
      came.push(...(meanwhile[n] ?? []))
    }
    book.observe(late)
    expectCounted(after, step.value.demand, [...came, ...late])
  },
)

plain('a book tells when hours were counted on another clock', () => {
  const book = createOrderBook(catalogueOf(['a']))
  book.observe([{ restaurantId: 'a', atMs: startMs, amount: 1 }])
  const steps = book.moveTo(catalogueOf(['a'], 'Asia/Tokyo'))
  let step = steps.next()
  while (!step.done) step = steps.next()
  expect(book.hoursAreOld).toBe(false)
  expect(step.value.hoursAreOld).toBe(true)
  expect(step.value.demand.count(0)).toBe(1)
})
