import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { datasetOf } from '../../seed/city-dataset.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { fitExamination, type PositionCounts } from '../../src/relevance/position-bias.ts'

const items = 60
const positions = 8

/**
 * Lists of the more attractive places first, with noise, as `shown` says; a click takes a look and a place that attracts.
 */
function clicksOf(theta: readonly number[], shown: number, seed = 1): PositionCounts {
  const random = createRandom(seed)
  const counts = new Map<number, { shown: number; clicked: number }>()
  const alpha = Array.from({ length: items }, (_, i) => 0.1 + (0.6 * i) / items)
  for (let list = 0; list < shown; list++) {
    const noisy = alpha.map((value, item) => ({ item, score: value + 0.6 * random.next() }))
    const order = noisy.sort((a, b) => b.score - a.score)
    for (let k = 0; k < positions; k++) {
      const { item } = order[k]!
      const cell = counts.get(item * positions + k) ?? { shown: 0, clicked: 0 }
      cell.shown++
      if (random.next() < theta[k]! * alpha[item]!) cell.clicked++
      counts.set(item * positions + k, cell)
    }
  }
  const cells = [...counts]
  return {
    length: cells.length,
    item: Int32Array.from(cells, ([key]) => Math.floor(key / positions)),
    position: Int32Array.from(cells, ([key]) => (key % positions) + 1),
    shown: Int32Array.from(cells, ([, cell]) => cell.shown),
    clicked: Int32Array.from(cells, ([, cell]) => cell.clicked),
  }
}

describe('the examination of positions', () => {
  plain('is told apart from places being shown first because they attract', () => {
    const theta = Array.from({ length: positions }, (_, k) => 0.95 / (k + 1))
    const counts = clicksOf(theta, 20_000)
    const learnt = fitExamination(counts)
    expect(learnt).toHaveLength(positions)
    learnt.forEach((value, k) => {
      expect(Math.abs(value - theta[k]! / theta[0]!)).toBeLessThan(0.06)
    })
  })

  plain('is level where users look at everything, though better places stand higher', () => {
    const learnt = fitExamination(clicksOf(new Array(positions).fill(0.8), 20_000))
    for (const value of learnt) expect(value).toBeGreaterThan(0.9)
  })

  test.prop([
    fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: positions, maxLength: positions }),
    fc.nat(),
  ])('starts at 1, never rises and stays a share', (theta, seed) => {
    const learnt = fitExamination(clicksOf(theta, 300, seed))
    expect(learnt[0]).toBe(1)
    learnt.forEach((value, k) => {
      expect(value >= 0 && value <= (learnt[k - 1] ?? 1)).toBe(true)
    })
  })

  plain(
    'is not made up from a handful of impressions, nor from none, nor from lists that nobody clicked',
    () => {
      expect(fitExamination(clicksOf([1, 1, 1, 1, 1, 1, 1, 1], 50))).toHaveLength(0)
      const none = new Int32Array(0)
      expect(
        fitExamination({ length: 0, item: none, position: none, shown: none, clicked: none }),
      ).toHaveLength(0)
      expect(fitExamination(clicksOf(new Array(positions).fill(0), 1000))).toHaveLength(0)
    },
  )

  plain('agrees in the simulated city with the truth', () => {
    const city = generateCity({ restaurants: 250, users: 3000, days: 90 })
    const learnt = fitExamination(datasetOf(city).positions!)
    expect(learnt).toHaveLength(10)
    learnt.forEach((value, k) => {
      const truth = city.truth.examination(k + 1) / city.truth.examination(1)
      expect(Math.abs(value - truth)).toBeLessThan(0.08)
    })
  })
})
