import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/numeric/random.ts'
import {
  featureScales,
  fitConditionalLogit,
  meanLogLikelihood,
} from '../../src/relevance/models/order/fit-conditional-logit.ts'

/** Occasions of eight options with three features; the choice is drawn from the softmax of `truth` and stands first. */
function choices(occasions: number, truth: readonly number[], seed = 1) {
  const random = createRandom(seed)
  const options = 8
  const features = new Float32Array(occasions * options * 3)
  const rowStart = Int32Array.from({ length: occasions + 1 }, (_, n) => n * options)
  for (let n = 0; n < occasions; n++) {
    const rows = Array.from({ length: options }, () => [random.normal(), random.next(), random.int(2)])
    const utility = rows.map((row) => row.reduce((sum, x, f) => sum + x * truth[f]!, 0) + random.gumbel())
    const best = utility.indexOf(Math.max(...utility))
    rows.unshift(...rows.splice(best, 1))
    features.set(rows.flat(), n * options * 3)
  }
  return { rowStart, features, weight: new Float32Array(occasions * options).fill(1) }
}

const fitTo = (rows: ReturnType<typeof choices>, l2: number, start?: Float64Array) => {
  const to = rows.rowStart.length - 1
  const scale = featureScales(rows, 0, to, 3)
  return fitConditionalLogit(rows, { from: 0, to, columns: 3, l2, scale, ...(start && { start }) })
}

describe('a conditional logit', () => {
  const truth = [1, -2, 0.5]
  const rows = choices(3000, truth)

  test('finds the weights that made the choices', () => {
    const found = fitTo(rows, 0.1)
    truth.forEach((weight, f) => {
      expect(found[f]).toBeCloseTo(weight, 0.9)
    })
  })

  test('reaches the same maximum from any start', () => {
    const a = fitTo(rows, 1)
    const b = fitTo(rows, 1, Float64Array.of(-3, 4, 5))
    for (let f = 0; f < 3; f++) expect(a[f]).toBeCloseTo(b[f]!, 1.5)
    const better = meanLogLikelihood(rows, a, 0, 3000)
    for (const change of [0.1, -0.1]) {
      for (let f = 0; f < 3; f++) {
        const moved = a.slice()
        moved[f]! += change
        expect(meanLogLikelihood(rows, moved, 0, 3000)).toBeLessThan(better)
      }
    }
  })

  test('shrinks towards 0 with the penalty', () => {
    const size = (weights: Float64Array) => Math.hypot(...weights)
    expect(size(fitTo(rows, 1e5))).toBeLessThan(size(fitTo(rows, 100)))
    expect(size(fitTo(rows, 1e9))).toBeLessThan(0.01)
  })

  test('gives a feature that never varies no weight', () => {
    const constant = choices(500, truth)
    for (let r = 0; r < 4000; r++) constant.features[r * 3 + 2] = 7
    expect(fitTo(constant, 1)[2]).toBe(0)
  })

  test('finds the same weights from the choice and a sample of the other options', () => {
    const sampled = choices(3000, truth)
    // Options stand in random order but for the choice, so rows 1 to 3 are a uniform sample of the seven others.
    for (let n = 0; n < 3000; n++) {
      for (let j = 0; j < 8; j++) sampled.weight[n * 8 + j] = j < 4 ? 2 : 0
    }
    const found = fitTo(sampled, 0.1)
    truth.forEach((weight, f) => {
      expect(Math.abs(found[f]! - weight)).toBeLessThan(0.2)
    })
  })
})
