import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type AuditedList, createFairnessAudit } from '../../../src/analysis/fairness/audit.ts'
import { dimensions, groupingsOf } from '../../../src/analysis/fairness/groups.ts'
import { dinnerMs, testWorld } from '../../support/world.ts'

const dayMs = 86_400_000
const { catalogue } = testWorld({
  restaurants: 20,
  restaurant: (i) => ({
    priceLevel: i < 10 ? 1 : 4,
    cuisines: i === 0 ? [] : [`Cuisine ${i % 3}`],
    district: i < 5 ? 'Harbour' : null,
    brand: i < 8 ? 'Chain' : null,
    listedAt: new Date(dinnerMs - (i < 4 ? 10 : 400) * dayMs).toISOString(),
  }),
})
const everything = Int32Array.from({ length: 20 }, (_, i) => i)
const history = Float64Array.from({ length: 20 }, (_, i) => (i < 10 ? 3 : 1))

function listOf(items: readonly number[], changes: Partial<AuditedList> = {}): AuditedList {
  return {
    user: `u${items.join()}`,
    ordersBefore: 0,
    items,
    candidates: everything,
    probability: new Float64Array(20).fill(0.05),
    ordered: null,
    ...changes,
  }
}

function reportOf(lists: readonly AuditedList[]) {
  const audit = createFairnessAudit({ catalogue, history, atMs: dinnerMs })
  for (const list of lists) audit.add(list)
  return audit.report(1)
}

const groupOf = (report: ReturnType<typeof reportOf>, dimension: string, group: string) =>
  report.groups.find((own) => own.dimension === dimension && own.group === group)!

const someLists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 5,
})

describe('the groups of every dimension', () => {
  test('hold each restaurant once', () => {
    for (const { names, of } of groupingsOf(catalogue, dinnerMs)) {
      expect(of).toHaveLength(20)
      expect(new Set(names).size).toBe(names.length)
      for (const group of of) expect(names[group]).toBeDefined()
    }
  })

  test.prop([someLists], { numRuns: 15 })(
    'share out all of the catalogue, exposure, merit and past orders',
    (lists) => {
      const { groups } = reportOf(lists.map((items) => listOf(items)))
      for (const dimension of dimensions) {
        const own = groups.filter((group) => group.dimension === dimension)
        const sum = (of: (group: (typeof own)[number]) => number) =>
          own.reduce((all, group) => all + of(group), 0)
        expect(sum(({ catalogueShare }) => catalogueShare)).toBeCloseTo(1, 9)
        expect(sum(({ exposure }) => exposure.mean)).toBeCloseTo(1, 9)
        expect(sum(({ merit }) => merit)).toBeCloseTo(1, 9)
        expect(sum(({ historical }) => historical)).toBeCloseTo(1, 9)
      }
    },
  )
})

test('exposure counts places by 1 / log2(1 + rank), and is held against merit and past orders', () => {
  const report = reportOf([listOf([0, 10]), listOf([1, 11])])
  const cheap = groupOf(report, 'price level', '1')
  const top = 1 / (1 + 1 / Math.log2(3))
  expect(cheap.exposure).toMatchObject({ mean: top, low: top, high: top })
  expect(cheap.merit).toBeCloseTo(0.5, 9)
  expect(cheap.exposureOverMerit!.mean).toBeCloseTo(top / 0.5, 9)
  expect(cheap.historical).toBeCloseTo(0.75, 9)
  expect(cheap.amplification!.mean).toBeCloseTo(top / 0.75, 9)
  expect(groupOf(report, 'age', 'new')).toMatchObject({ restaurants: 4, catalogueShare: 0.2 })
  expect(groupOf(report, 'ownership', 'independent').restaurants).toBe(12)
  expect(groupOf(report, 'cuisine', 'unknown').restaurants).toBe(1)
  expect(groupOf(report, 'district', 'Harbour').exposure.mean).toBeCloseTo(top, 9)
  expect(report.exposure.coverage).toBeCloseTo(4 / 20, 9)
})

test('quality is told by how often the user ordered before', () => {
  const { userGroups, empty, lists } = reportOf([
    listOf([3, 4], { ordersBefore: 2, ordered: 4 }),
    listOf([3, 4, 5], { ordersBefore: 3, ordered: 19 }),
    listOf([3], { ordersBefore: 15 }),
    listOf([]),
  ])
  expect([lists, empty]).toEqual([3, 1])
  const [fresh, regular, heavy] = userGroups
  expect(fresh!.ndcg!.mean).toBeCloseTo(1 / Math.log2(3), 9)
  expect(regular!.ndcg!.mean).toBe(0)
  expect(heavy).toMatchObject({ lists: 1, ndcg: null })
  expect(heavy!.orders!.mean).toBeCloseTo(0.05, 9)
})

test('without lists there is a report of nothing, and no number that is none', () => {
  const report = reportOf([])
  expect(report).toMatchObject({ lists: 0, users: 0 })
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})
