import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type Belief, changeOf, totalsOf } from '../../src/analysis/totals.ts'
import { discoveryBonus } from '../../src/ranking/objectives/discovery.ts'
import { testWorld } from '../support/world.ts'

const { catalogue } = testWorld({
  restaurants: 30,
  restaurant: (i) => ({ feeRate: 0.1, costPerOrder: i, preparationMinutes: 10 + i }),
})
const belief = fc.record({
  item: fc.integer({ min: 0, max: 29 }),
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  spend: fc.double({ min: 0, max: 100, noNaN: true }),
  distanceKm: fc.constantFrom(0, 1, 2.5),
  evidence: fc.constantFrom(0, 1, 50),
})

describe('totals', () => {
  test('are the sums of the textbook: one place', () => {
    const shown: Belief[] = [{ item: 2, probability: 0.5, spend: 40, distanceKm: 2, evidence: 0 }]
    const sums = {
      orders: 0.5,
      revenue: 2,
      margin: 1,
      waitMinutes: 12 + 6,
      discovery: discoveryBonus(0.5, 0),
    }
    expect(totalsOf(catalogue, shown, 7)).toEqual({ ...sums, undiscounted: sums, predictedMs: 7 })
  })

  test.prop([fc.array(belief, { maxLength: 12 })])(
    'without discount do not know the order of the list',
    (shown) => {
      const there = totalsOf(catalogue, shown, 1).undiscounted
      const back = totalsOf(catalogue, shown.toReversed(), 1).undiscounted
      for (const key of ['orders', 'revenue', 'margin', 'discovery'] as const)
        expect(there[key]).toBeCloseTo(back[key], 9)
    },
  )

  test.prop([fc.array(belief, { maxLength: 12 })])('add up over the places, discounted by rank', (shown) => {
    const whole = totalsOf(catalogue, shown, 1)
    const parts = shown.map((each, index) => {
      const alone = totalsOf(catalogue, [each], 1)
      return { alone, discount: 1 / Math.log2(2 + index) }
    })
    for (const key of ['orders', 'revenue', 'margin', 'discovery'] as const) {
      expect(whole[key]).toBeCloseTo(
        parts.reduce((sum, { alone, discount }) => sum + discount * alone[key], 0),
        9,
      )
      expect(whole.undiscounted[key]).toBeCloseTo(
        parts.reduce((sum, { alone }) => sum + alone[key], 0),
        9,
      )
    }
  })

  test.prop([fc.array(belief, { minLength: 1, maxLength: 12 })])(
    'change by nothing against themselves',
    (shown) => {
      const totals = totalsOf(catalogue, shown, 3)
      expect(changeOf(totals, totals)).toEqual({
        orders: 0,
        revenue: 0,
        margin: 0,
        waitMinutes: 0,
        discovery: 0,
        predictedMs: 0,
      })
    },
  )
})
