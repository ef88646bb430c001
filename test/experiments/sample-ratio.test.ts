import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { createAssigner } from '../../src/experiments/assignment.ts'
import { sampleRatio } from '../../src/experiments/sample-ratio.ts'
import { logGamma } from '../../src/numeric/log-gamma.ts'
import { createRandom } from '../../src/numeric/random.ts'

/** After how many users a mismatch is told, asked after every 20; null: never within `users`. */
function toldAt(pick: (n: number) => number, shares: number[], users = 10_000): number | null {
  const counts = shares.map(() => 0)
  for (let n = 1; n <= users; n++) {
    counts[pick(n)]! += 1
    if (n % 20 === 0 && sampleRatio(counts, shares).mismatch) return n
  }
  return null
}

describe('the check of the split', () => {
  test.each([[[0.5, 0.5]], [[0.9, 0.1]], [[0.2, 0.3, 0.5]]])(
    'does not cry over a split that is as planned, however often it looks: %j',
    (shares) => {
      const told = Array.from({ length: 100 }, (_, seed) => {
        const variants = shares.map((share, v) => ({ key: `v${v}`, share }))
        const assigner = createAssigner(`experiment-${seed}`, variants, 1)
        return toldAt((n) => assigner.variantOf(`u${n}`), shares, 4000)
      })
      // 1 in 1,000 each.
      expect(told.filter((at) => at !== null).length).toBeLessThanOrEqual(1)
    },
  )

  test.each([
    ['one variant loses a fifth of its users', [0.5, 0.4], 10_000],
    ['everybody is in one variant', [1, 0], 100],
    ['the shares are another experiment’s', [0.7, 0.3], 500],
  ])('finds that %s', (_, weights, within) => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed)
      const broken = () => (random.next() * (weights[0]! + weights[1]!) < weights[0]! ? 0 : 1)
      const at = toldAt(broken, [0.5, 0.5])
      expect(at).not.toBeNull()
      expect(at).toBeLessThanOrEqual(within)
    }
  })

  test('says nothing of nobody', () => {
    expect(sampleRatio([0, 0], [0.5, 0.5])).toEqual({ pValue: 1, mismatch: false })
  })

  prop.prop([fc.array(fc.nat(5000), { minLength: 2, maxLength: 5 })])(
    'is a probability, and the same in whatever order variants stand',
    (counts) => {
      const shares = counts.map((_, v) => (v + 1) / ((counts.length * (counts.length + 1)) / 2))
      const { pValue } = sampleRatio(counts, shares)
      expect(pValue >= 0 && pValue <= 1).toBe(true)
      expect(sampleRatio([...counts].reverse(), [...shares].reverse()).pValue).toBeCloseTo(pValue, 6)
    },
  )
})

prop.prop([fc.integer({ min: 1, max: 150 })])('ln Γ(n + 1) is the sum of logarithms up to n', (n) => {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  expect(logGamma(n + 1)).toBeCloseTo(sum, 9)
})
