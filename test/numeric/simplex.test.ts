import { describe, expect, test } from 'vitest'
import { maximiseLinear } from '../../src/numeric/simplex.ts'

describe('a linear programme', () => {
  test('of a textbook is solved with its duals', () => {
    // max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (Hillier and Lieberman): 36 at (2, 6), duals 0, 3/2, 1.
    const solution = maximiseLinear({
      objective: [3, 5, 0, 0, 0],
      rows: [
        [1, 0, 1, 0, 0],
        [0, 2, 0, 1, 0],
        [3, 2, 0, 0, 1],
      ],
      right: [4, 12, 18],
    })!
    expect(solution.value).toBeCloseTo(36, 10)
    expect([...solution.x.slice(0, 2)].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([2, 6])
    expect([...solution.duals].map((y) => Math.round(y * 1e9) / 1e9 + 0)).toEqual([0, 1.5, 1])
  })

  test('with negative right sides and redundant rows is solved too', () => {
    const solution = maximiseLinear({
      objective: [-1, -2],
      rows: [
        [-1, -1],
        [2, 2],
      ],
      right: [-3, 6],
    })!
    expect(solution.value).toBeCloseTo(-3, 10)
    expect(solution.x[0]).toBeCloseTo(3, 10)
  })

  test('that nothing fulfils is null, and one without end throws', () => {
    expect(maximiseLinear({ objective: [1], rows: [[1], [1]], right: [1, 2] })).toBeNull()
    expect(() => maximiseLinear({ objective: [1, 0], rows: [[1, -1]], right: [1] })).toThrow('unbounded')
  })
})
