import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { createAssigner, createHash } from '../../src/experiments/assignment.ts'

const ids = Array.from({ length: 20_000 }, (_, i) => `user-${i}`)
const variantsOf = (...shares: number[]) => shares.map((share, v) => ({ key: `v${v}`, share }))
const split = (key: string, shares: number[], traffic = 1) => {
  const assigner = createAssigner(key, variantsOf(...shares), traffic)
  return ids.map((id) => assigner.variantOf(id))
}
const shareOf = (assigned: number[], variant: number) =>
  assigned.filter((v) => v === variant).length / assigned.length
/** Of a share over these ids: four standard errors. */
const margin = (share: number) => 4 * Math.sqrt((share * (1 - share)) / ids.length)

describe('the hash', () => {
  prop.prop([fc.string({ minLength: 1, maxLength: 30 }), fc.string({ maxLength: 30 })])(
    'is in (0, 1), and the same whenever it is asked',
    (salt, id) => {
      const value = createHash(salt).at(id)
      expect(value > 0 && value < 1).toBe(true)
      expect(createHash(salt).at(id)).toBe(value)
    },
  )

  test.each([
    ['numbers', (i: number) => String(i)],
    ['padded numbers', (i: number) => String(i).padStart(12, '0')],
    ['hexadecimal', (i: number) => (i * 2_654_435_761).toString(16)],
    ['emoji', (i: number) => '🍕'.repeat(1 + (i % 7)) + i],
  ])('spreads ids that are %s evenly: χ² over 100 cells', (_, idOf) => {
    const cells = new Float64Array(100)
    const hash = createHash('any')
    for (let i = 0; i < 50_000; i++) cells[Math.floor(hash.at(idOf(i)) * 100)]! += 1
    const chi2 = cells.reduce((sum, n) => sum + (n - 500) ** 2 / 500, 0)
    // 99 degrees of freedom: 99.99 % below 161.
    expect(chi2).toBeLessThan(161)
    expect(chi2).toBeGreaterThan(50)
  })

  test('under two salts has nothing in common', () => {
    const [a, b] = [createHash('a'), createHash('b')]
    const mean = ids.reduce((sum, id) => sum + (a.at(id) - 0.5) * (b.at(id) - 0.5), 0) / ids.length
    // The correlation has a standard error of 1 / √n.
    expect(Math.abs(mean * 12)).toBeLessThan(4 / Math.sqrt(ids.length))
  })
})

describe('assignment', () => {
  test('stays what it is from version to version', () => {
    const assigner = createAssigner('dearer-places', variantsOf(0.2, 0.3, 0.5), 0.9)
    const users = ['ann', 'bob', 'u-17', '42', 'Zoë', 'x', 'carol', 'dave']
    expect(users.map((id) => assigner.variantOf(id))).toEqual([2, 1, 1, 0, -1, -1, 2, 2])
  })

  test.each([[[0.5, 0.5]], [[0.9, 0.1]], [[0.2, 0.3, 0.5]], [[0.05, 0.05, 0.4, 0.5]]])(
    'gives each variant its share of the users: %j',
    (shares) => {
      const assigned = split('shares', shares)
      shares.forEach((share, v) => {
        expect(Math.abs(shareOf(assigned, v) - share)).toBeLessThan(margin(share))
      })
    },
  )

  test('takes the share of traffic that it was given, and splits those alone', () => {
    const assigned = split('traffic', [0.5, 0.5], 0.3)
    expect(Math.abs(shareOf(assigned, -1) - 0.7)).toBeLessThan(margin(0.7))
    expect(Math.abs(shareOf(assigned, 0) - 0.15)).toBeLessThan(margin(0.15))
  })

  test('with more traffic moves nobody who took part', () => {
    const [few, many] = [split('ramp', [0.5, 0.5], 0.1), split('ramp', [0.5, 0.5], 0.6)]
    few.forEach((variant, i) => {
      if (variant >= 0) expect(many[i]).toBe(variant)
    })
  })

  const shares = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 5 })
  const twoSplits = shares.chain((before) =>
    fc.tuple(
      fc.constant(before),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: before.length, maxLength: before.length }),
    ),
  )
  prop.prop([twoSplits], { numRuns: 20 })(
    'from one set of shares to another moves as few users as a rule without memory can: 2 δ / (1 + δ) at most',
    ([before, after]) => {
      const sum = (parts: number[]) => parts.reduce((total, part) => total + part, 0)
      const p = before.map((part) => part / sum(before))
      const q = after.map((part) => part / sum(after))
      const distance = p.reduce((total, share, v) => total + Math.abs(share - q[v]!), 0) / 2
      const [a, b] = [split('moves', p), split('moves', q)]
      const moved = a.filter((variant, i) => variant !== b[i]).length / ids.length
      expect(moved).toBeGreaterThanOrEqual(distance - 2 * margin(0.5))
      expect(moved).toBeLessThanOrEqual((2 * distance) / (1 + distance) + 2 * margin(0.5))
    },
  )

  test('between two variants moves exactly those that the new share asks for, in one direction', () => {
    const [before, after] = [split('two', [0.5, 0.5]), split('two', [0.6, 0.4])]
    const moved = before.filter((variant, i) => variant === 0 && after[i] === 1)
    expect(moved).toHaveLength(0)
    const joined = before.filter((variant, i) => variant === 1 && after[i] === 0).length / ids.length
    expect(Math.abs(joined - 0.1)).toBeLessThan(margin(0.1))
  })

  test('in one experiment says nothing about another', () => {
    const [a, b] = [split('one', [0.5, 0.5]), split('other', [0.5, 0.5])]
    const same = a.filter((variant, i) => variant === b[i]).length / ids.length
    expect(Math.abs(same - 0.5)).toBeLessThan(margin(0.5))
  })
})
