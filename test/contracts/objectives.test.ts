import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectiveKeys } from '../../src/profiles/schema.ts'
import type { Candidates } from '../../src/ranking/columns.ts'
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
  }
}

function fill(objective: (typeof objectives)[number], rows: readonly Row[]): number[] {
  const out = new Float64Array(rows.length + 1).fill(-7)
  objective.fill(columns(rows), out)
  expect(out[rows.length], 'nothing is written past count').toBe(-7)
  return [...out.subarray(0, rows.length)]
}

test('the registry has every objective that a profile can weigh, once', () => {
  expect(objectives.map(({ key }) => key)).toEqual([...objectiveKeys])
})

describe.each(objectives)('the objective $key', (objective) => {
  test.prop([fc.array(arbitraryRow, { maxLength: 12 })])('is finite for anything, unknowns too', (rows) => {
    for (const value of fill(objective, rows)) expect(value).toSatisfy(Number.isFinite)
  })

  test.prop([fc.array(arbitraryRow, { minLength: 1, maxLength: 12 })])(
    'values a restaurant the same in any company',
    (rows) => {
      expect(fill(objective, rows)).toEqual(rows.flatMap((row) => fill(objective, [row])))
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
  }
  const value = Object.fromEntries(objectives.map((objective) => [objective.key, fill(objective, [row])[0]]))
  expect(value).toEqual({ relevance: 0.25, revenue: 1, margin: 0.75, wait: -24 })
  expect(waitMinutes(Number.NaN, Number.NaN)).toBe(35)
})
