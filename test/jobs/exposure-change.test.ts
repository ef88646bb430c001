import { describe, expect, test } from 'vitest'
import { addExposure, exposureChange } from '../../src/jobs/exposure-change.ts'
import { isIndependent } from '../../src/ranking/groups.ts'
import { testOrders } from '../support/orders.ts'

const dataset = testOrders({ orders: 300 })
const { size } = dataset.catalogue
const all = Int32Array.from({ length: size }, (_, i) => i)

/** Exposure of one list in which the places come in this order. */
function exposureOf(order: readonly number[]): Float64Array {
  const probability = new Float64Array(size)
  order.forEach((item, rank) => {
    probability[item] = 1 - rank / size
  })
  const exposure = new Float64Array(size)
  addExposure({ eligible: all, count: size, probability }, exposure)
  return exposure
}

describe('exposure', () => {
  test('of a list is 1 / log2(1 + rank) for ten places, best first', () => {
    const order = [...all].reverse()
    const exposure = exposureOf(order)
    order.forEach((item, rank) => {
      expect(exposure[item]).toBeCloseTo(rank < 10 ? 1 / Math.log2(2 + rank) : 0, 12)
    })
  })

  test('of two models is compared group by group, and shares of a grouping add up to 1', () => {
    const { catalogue } = dataset
    const first = [...all].sort(
      (a, b) => Number(isIndependent(catalogue, b)) - Number(isIndependent(catalogue, a)),
    )
    const change = exposureChange(dataset, 200, 1, exposureOf([...all]), exposureOf(first))
    expect(change.coverage.candidate).toBeCloseTo(10 / size, 12)
    expect(change.coverage.inService).toBeCloseTo(10 / size, 12)
    const owned = change.groups.filter(({ group }) => group === 'independent' || group === 'of a chain')
    for (const model of ['candidate', 'inService'] as const) {
      expect(owned.reduce((sum, group) => sum + group[model], 0)).toBeCloseTo(1, 9)
    }
    const independent = owned.find(({ group }) => group === 'independent')!
    expect(independent.inService).toBeGreaterThanOrEqual(independent.candidate)
  })
})
