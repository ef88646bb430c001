import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/numeric/random.ts'

const draw = (n: number, next: () => number) => Array.from({ length: n }, next)
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('random numbers', () => {
  test('are the same for the same seed and others for another', () => {
    expect(draw(5, createRandom(7).next)).toEqual(draw(5, createRandom(7).next))
    expect(draw(5, createRandom(7).next)).not.toEqual(draw(5, createRandom(8).next))
  })

  test('of a fork do not depend on how much its parent has drawn', () => {
    const parent = createRandom(1)
    const early = parent.fork('part').next()
    parent.next()
    expect(parent.fork('part').next()).toBe(early)
    expect(parent.fork('other').next()).not.toBe(early)
  })

  test('have the moments of their distributions', () => {
    const random = createRandom(3)
    const uniform = draw(40_000, random.next)
    const normal = draw(40_000, random.normal)
    expect(mean(uniform)).toBeCloseTo(0.5, 2)
    expect(Math.max(...uniform)).toBeLessThan(1)
    expect(Math.abs(mean(normal))).toBeLessThan(0.02)
    expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1)
    expect(mean(draw(40_000, random.exponential))).toBeCloseTo(1, 1)
    // The mean of a standard Gumbel is the Euler–Mascheroni constant.
    expect(mean(draw(40_000, random.gumbel))).toBeCloseTo(0.5772, 1)
  })

  test('shuffle keeps every element', () => {
    const shuffled = createRandom(5).shuffle([1, 2, 3, 4, 5, 6, 7, 8])
    expect(shuffled).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect([...shuffled].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})
