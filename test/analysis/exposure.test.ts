import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { exposureByGroup, exposureFigures, gini } from '../../src/analysis/exposure.ts'

const amounts = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 30 })
  .filter((each) => each.some((n) => n > 0))
  .map((each) => Float64Array.from(each))

describe('the Gini coefficient', () => {
  prop.prop([amounts])('lies between 0 and 1 − 1/n, and knows no unit', (values) => {
    expect(gini(values)).toBeGreaterThanOrEqual(-1e-12)
    expect(gini(values)).toBeLessThanOrEqual(1 - 1 / values.length + 1e-12)
    expect(gini(values.map((value) => value * 7))).toBeCloseTo(gini(values), 9)
  })

  test('is 0 for equals, and half for one of two that takes all', () => {
    expect(gini(Float64Array.of(3, 3, 3))).toBe(0)
    expect(gini(Float64Array.of(0, 5))).toBe(0.5)
    expect(gini(new Float64Array(3))).toBe(0)
  })
})

describe('exposure', () => {
  prop.prop([amounts])('in proportion to past orders amplifies nothing', (history) => {
    const exposure = history.map((n) => n / 3)
    const figures = exposureFigures(exposure, history)
    expect(figures.popularityLift).toBeCloseTo(1, 9)
    expect(figures.longTailShare).toBeCloseTo(figures.longTailHistory, 9)
    for (const { amplification } of exposureByGroup(exposure, history, (i) => `g${i % 2}`)) {
      if (amplification !== null) expect(amplification).toBeCloseTo(1, 9)
    }
  })

  prop.prop([amounts])('of groups adds up to all of it', (exposure) => {
    const groups = exposureByGroup(exposure, exposure, (i) => `g${i % 3}`)
    expect(groups.reduce((sum, { recommended }) => sum + recommended, 0)).toBeCloseTo(1, 9)
    expect(groups.reduce((sum, { restaurants }) => sum + restaurants, 0)).toBe(exposure.length)
  })

  test('of the most ordered place alone is popular, narrow, and has no long tail', () => {
    const history = Float64Array.of(80, 5, 5, 5, 5)
    const figures = exposureFigures(Float64Array.of(1, 0, 0, 0, 0), history)
    expect(figures).toMatchObject({
      coverage: 0.2,
      averagePopularity: 80,
      longTailShare: 0,
      longTailHistory: 0.2,
    })
    expect(figures.popularityLift).toBeCloseTo(80 / ((80 * 80 + 4 * 25) / 100), 9)
  })

  test('of a group that was never ordered from has no amplification', () => {
    const [group] = exposureByGroup(Float64Array.of(1), Float64Array.of(0), () => 'new')
    expect(group).toMatchObject({ recommended: 1, historical: 0, amplification: null })
  })
})
