import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { createRandomPool } from '../../src/serving/random-pool.ts'

test.prop([fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 50 }), fc.integer({ min: 1, max: 64 })])(
  'gives as many bytes as are asked for, and none twice',
  (sizes, blockBytes) => {
    let next = 0
    const counted = (size: number) => {
      const block = Buffer.alloc(4 * size)
      for (let n = 0; n < size; n++) block.writeUInt32LE(next++, 4 * n)
      return block
    }
    const take = createRandomPool(
      (size) => counted(Math.ceil(size / 4)).subarray(0, 4 * Math.ceil(size / 4)),
      blockBytes,
    )
    const given = sizes.map((size) => take(4 * size))
    expect(given.map(({ length }) => length)).toEqual(sizes.map((size) => 4 * size))
    const numbers = given.flatMap((bytes) =>
      Array.from({ length: bytes.length / 4 }, (_, n) => bytes.readUInt32LE(4 * n)),
    )
    expect(new Set(numbers).size).toBe(numbers.length)
  },
)
