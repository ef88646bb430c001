import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectiveKeys } from '../../src/profiles/schema.ts'
import type { Candidates } from '../../src/ranking/columns.ts'
import { discoveryBonus } from '../../src/ranking/objectives/discovery.ts'
import { neutralScales, objectives } from '../../src/ranking/objectives/objectives.ts'
import { waitMinutes } from '../../src/ranking/objectives/wait.ts'

const number = (max: number) => fc.double({ min: 0, max, noNaN: true })
const orUnknown = (max: number) => fc.oneof(number(max), fc.constant(Number.NaN))
const arbitraryRow = fc.record({
  distanceKm: orUnknown(20_000),
  probability: number(1),
  spend: number(1e6),
  feeRate: number(1),
  costPerOrder: number(1e4),
  preparationMinutes: orUnknown(1440),
  evidence: fc.oneof(fc.constant(0), number(1e7)),
})
type Row = typeof arbitraryRow extends fc.Arbitrary<infer T> ? T : never

function columns(rows: readonly Row[]): Candidates {
  const column = (key: keyof Row) => Float64Array.from(rows, (row) => row[key])
  return {
    count: rows.length,
    items: Int32Array.from(rows, (_, n) => n),
    distanceKm: column('distanceKm'),
    probability: column('probability'),
    spend: column('spend'),
    feeRate: column('feeRate'),
    costPerOrder: column('costPerOrder'),
    preparationMinutes: column('preparationMinutes'),
    evidence: (j) => rows[j]!.evidence,
  }
}

function valuesOf(objective: (typeof objectives)[number], rows: readonly Row[]): number[] {
  const candidates = columns(rows)
  return rows.map((_, j) => objective.value(candidates, j))
}

test('the registry has every objective that a profile can weigh, once', () => {
  expect(objectives.map(({ key }) => key)).toEqual([...objectiveKeys])
})

describe.each(objectives)('the objective $key', (objective) => {
  test.prop([fc.array(arbitraryRow, { maxLength: 12 })])('is finite for anything, unknowns too', (rows) => {
    for (const value of valuesOf(objective, rows)) expect(value).toSatisfy(Number.isFinite)
  })

  test.prop([fc.array(arbitraryRow, { minLength: 1, maxLength: 12 })])(
    'values a restaurant the same in any company',
    (rows) => {
      expect(valuesOf(objective, rows)).toEqual(rows.flatMap((row) => valuesOf(objective, [row])))
    },
  )

  test('has words for people and a positive neutral scale', () => {
    expect(objective.label).not.toBe('')
    expect(objective.unit).not.toBe('')
    expect(neutralScales[objective.key]).toBeGreaterThan(0)
  })
})

test('the objectives have the values that their definitions say', () => {
  const row: Row = {
    distanceKm: 2,
    probability: 0.25,
    spend: 40,
    feeRate: 0.1,
    costPerOrder: 1,
    preparationMinutes: 18,
    evidence: 0,
  }
  const value = Object.fromEntries(
    objectives.map((objective) => [objective.key, valuesOf(objective, [row])[0]]),
  )
  expect(value).toEqual({
    relevance: 0.25,
    revenue: 1,
    margin: 0.75,
    wait: -24,
    discovery: expect.closeTo(0.25 * 1.28, 2),
  })
  expect(waitMinutes(Number.NaN, Number.NaN)).toBe(35)
})

/** Gamma(4) at x: a shape of four orders has the distribution in closed form. */
const gammaOfShape4 = (x: number) => 1 - Math.exp(-x) * (1 + x + x ** 2 / 2 + x ** 3 / 6)

describe('the discovery bonus', () => {
  test('reaches to the 0.9 quantile of what is believed of p', () => {
    // −ln 0.1, for the exponential belief about a place that nobody has ordered from.
    expect(1 + discoveryBonus(1, 0)).toBeCloseTo(Math.log(10), 1)
    expect(gammaOfShape4(4 * (1 + discoveryBonus(1, 3)))).toBeCloseTo(0.9, 2)
  })

  test.prop([number(1), fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })])(
    'falls with every order, is never negative and never leaves 1.3 p',
    (p, evidence, more) => {
      const [less, least] = [discoveryBonus(p, evidence), discoveryBonus(p, evidence + more)]
      expect(least).toBeLessThanOrEqual(less)
      expect(least).toBeGreaterThanOrEqual(0)
      expect(less).toBeLessThanOrEqual(1.3 * p)
    },
  )
})
