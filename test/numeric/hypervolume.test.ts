import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { hypervolume } from '../../src/numeric/hypervolume.ts'

const box = (point: readonly number[]) => point.reduce((volume, side) => volume * Math.max(0, side), 1)

/** Σ over non-empty subsets of (−1)^(size + 1) · the boxes' common part, above 0. */
function inclusionExclusion(points: readonly (readonly number[])[]): number {
  let total = 0
  for (let subset = 1; subset < 1 << points.length; subset++) {
    const chosen = points.filter((_, n) => subset & (1 << n))
    const common = chosen[0]!.map((_, k) => Math.min(...chosen.map((point) => point[k]!)))
    total += (chosen.length % 2 === 1 ? 1 : -1) * box(common)
  }
  return total
}

describe('hypervolume', () => {
  test('by hand: two overlapping rectangles, three boxes', () => {
    expect(
      hypervolume(
        [
          [3, 1],
          [1, 2],
        ],
        [0, 0],
      ),
    ).toBe(4)
    expect(
      hypervolume(
        [
          [2, 1, 1],
          [1, 2, 1],
          [1, 1, 2],
        ],
        [0, 0, 0],
      ),
    ).toBe(4)
    expect(hypervolume([[3, 3]], [1, 2])).toBe(2)
    expect(hypervolume([], [0, 0])).toBe(0)
  })

  const side = fc.integer({ min: -2, max: 9 })
  prop.prop([
    fc.array(fc.tuple(side, side), { maxLength: 7 }),
    fc.array(fc.tuple(side, side, side), { maxLength: 7 }),
  ])('is that of inclusion and exclusion, whatever the order and whoever is dominated', (flat, deep) => {
    expect(hypervolume(flat, [0, 0])).toBe(inclusionExclusion(flat))
    expect(hypervolume(deep, [0, 0, 0])).toBe(inclusionExclusion(deep))
  })
})
