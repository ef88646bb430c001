import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { signed, unsigned } from '../../src/numeric/wasm/assembler.ts'
import { createScratch } from '../../src/numeric/wasm/scratch.ts'

/** Small integers: every order of summation gives the same exact result. */
const fill = (target: Float32Array, seed: number) => {
  for (let i = 0; i < target.length; i++) target[i] = ((i * 7919 + seed * 104729) % 17) - 8
}

describe('the SIMD kernels against plain loops', () => {
  test.prop([
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
    fc.nat(1000),
  ])('dots gives A Bᵀ over the first floats of each row', (pairs, fours, eights, used, seed) => {
    const [m, n, width] = [pairs * 2, fours * 4, eights * 8]
    const count = Math.min(used * 8, width)
    const { kernels, arrays } = createScratch([m * width, n * width, m * n])
    const [a, b, c] = [arrays[0]!, arrays[1]!, arrays[2]!]
    fill(a.floats, seed)
    fill(b.floats, seed + 1)
    const row = width * 4
    kernels.dots(a.at, b.at, c.at, row, count * 4, a.at + m * row, b.at + n * row, n * 4)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let x = 0; x < count; x++) sum += a.floats[i * width + x]! * b.floats[j * width + x]!
        expect(c.floats[i * n + j]).toBe(sum)
      }
    }
  })

  test.prop([
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.nat(1000),
  ])('gatherDots gives one row times the rows that are listed', (fours, eights, used, seed) => {
    const take = Math.min(used, eights) * 8
    const [count, width, rows] = [fours * 4, eights * 8, 9]
    const { kernels, arrays } = createScratch([width, rows * width, count, count])
    const [a, base, indices, out] = [arrays[0]!, arrays[1]!, arrays[2]!, arrays[3]!]
    fill(a.floats, seed)
    fill(base.floats, seed + 1)
    for (let j = 0; j < count; j++) indices.integers[j] = (j * 5 + seed) % rows
    kernels.gatherDots(a.at, base.at, indices.at, indices.at + count * 4, out.at, width * 4, take * 4)
    for (let j = 0; j < count; j++) {
      let sum = 0
      for (let x = 0; x < take; x++) sum += a.floats[x]! * base.floats[indices.integers[j]! * width + x]!
      expect(out.floats[j]).toBe(sum)
    }
  })
})

describe('LEB128', () => {
  test('encodes the examples of the DWARF standard', () => {
    expect(unsigned(2)).toEqual([2])
    expect(unsigned(128)).toEqual([0x80, 1])
    expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26])
    expect(signed(-2)).toEqual([0x7e])
    expect(signed(127)).toEqual([0xff, 0])
    expect(signed(-128)).toEqual([0x80, 0x7f])
  })
})
