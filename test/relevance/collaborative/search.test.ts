import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/numeric/random.ts'
import { symmetricEigen } from '../../../src/numeric/symmetric-eigen.ts'
import { holdOut } from '../../../src/relevance/models/collaborative/hold-out.ts'
import {
  defaultSearchSeconds,
  planSearch,
  searchSettings,
} from '../../../src/relevance/models/collaborative/search.ts'
import {
  type CollaborativeSettings,
  defaultCollaborativeSettings,
} from '../../../src/relevance/models/collaborative/settings.ts'
import { spectralFilter } from '../../../src/relevance/models/collaborative/spectral-filter.ts'
import { trainCollaborative } from '../../../src/relevance/models/collaborative/train.ts'
import { dense, sparse } from '../../numeric/sparse.ts'
import { groups, smallSettings } from './groups.ts'

describe('holding out', () => {
  property.prop([fc.nat(50), fc.integer({ min: 0, max: 50 })])(
    'what is held out and what is left are the whole, and a user always keeps something',
    (seed, maximum) => {
      const matrix = groups(createRandom(seed), { users: 40, items: 30, perUser: 5 })
      const { training, users, wanted, wantedStart } = holdOut(matrix, maximum, createRandom(seed))
      expect(users.length).toBe(Math.min(maximum, 40))
      const rejoined = dense(training)
      users.forEach((user, n) => {
        expect(rejoined[user]!.includes(1)).toBe(true)
        const items = wanted.subarray(wantedStart[n], wantedStart[n + 1])
        expect(items.length).toBe(1)
        for (const item of items) {
          expect(rejoined[user]![item]).toBe(0)
          rejoined[user]![item] = 1
        }
      })
      expect(rejoined).toEqual(dense(matrix))
    },
  )
})

describe('searching settings', () => {
  const matrix = groups(createRandom(9), { users: 150, items: 90, perUser: 8 })

  test('finds settings as good as those it began with, but for what is noise, the same for a seed', async () => {
    const search = await searchSettings(matrix, smallSettings, { seconds: 0.2 })
    expect(search.found).toBeGreaterThanOrEqual(search.start * 0.995)
    expect(search.users).toBe(150)
    expect(await searchSettings(matrix, smallSettings, { seconds: 0.2 })).toEqual(search)
  })

  test('keeps what it was given where nothing can be held out', async () => {
    const { settings, users } = await searchSettings(
      sparse([
        [1, 1, 0],
        [0, 1, 1],
      ]),
      smallSettings,
    )
    expect(settings).toEqual(smallSettings)
    expect(users).toBe(0)
  })
})

describe('the filter', () => {
  test('is (σ/σ_k)^p − t (σ/σ_k)² on the kept directions, and t/σ_k² beyond', () => {
    const filter = spectralFilter(Float64Array.of(4, 2, 1), {
      rank: 2,
      spectralPower: 1,
      ridge: 0,
      tailShare: 0.5,
    })
    expect([...filter.weights]).toEqual([2 - 0.5 * 4, 1 - 0.5])
    expect(filter.tail).toBe(0.5 / 4)
  })

  test('gives no weight to directions that are rounding noise', () => {
    const filter = spectralFilter(Float64Array.of(1, 1e-5), {
      rank: 2,
      spectralPower: 0,
      ridge: 0,
      tailShare: 0,
    })
    expect([...filter.weights]).toEqual([1, 0])
  })
})

test('at full rank the operator is D^(−b) f(AᵀA) D^c, computed densely', async () => {
  const matrix = groups(createRandom(4), { users: 30, items: 9, perUser: 3 })
  // With p = 2 the filter is x / σ_k² whatever the tail: W_ij is proportional to d_i^(−b) (AᵀA)_ij d_j^c.
  const settings: CollaborativeSettings = {
    ...smallSettings,
    userExponent: 0.3,
    itemExponent: 0.35,
    rank: 9,
    spectralPower: 2,
    ridge: 0,
    tailShare: 0.3,
    targetExponent: 0.2,
    entriesPerRow: 9,
  }
  const { rowStart, columns, values } = await trainCollaborative(matrix, settings)
  const rows = dense(matrix)
  const degree = (item: number) => rows.reduce((sum, row) => sum + row[item]!, 0)
  const wanted = (i: number, j: number) => {
    const shared = rows.reduce((sum, row) => {
      const size = row.reduce((total, value) => total + value, 0)
      return sum + row[i]! * row[j]! * size ** (-2 * settings.userExponent)
    }, 0)
    const normalised = shared * (degree(i) * degree(j)) ** -settings.itemExponent
    return degree(i) ** -settings.itemExponent * normalised * degree(j) ** settings.targetExponent
  }
  const ratios: number[] = []
  for (let i = 0; i < 9; i++) {
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      if (wanted(i, columns[e]!) > 1e-9) ratios.push(values[e]! / wanted(i, columns[e]!))
    }
  }
  expect(ratios.length).toBeGreaterThan(40)
  for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 3)
})

test('with a ridge at full rank the operator is the positive part of EASE, by its closed form', async () => {
  const size = 15
  const matrix = groups(createRandom(6), { users: 60, items: size, perUser: 4 })
  const ridge = 0.1
  const settings: CollaborativeSettings = {
    ...smallSettings,
    userExponent: 0,
    itemExponent: 0,
    targetExponent: 0,
    rank: 16,
    iterations: 8,
    ridge,
    tailShare: 0,
    entriesPerRow: 16,
  }
  const operator = await trainCollaborative(matrix, settings)
  const rows = dense(matrix)
  const gram = Float64Array.from({ length: size * size }, (_, at) =>
    rows.reduce((sum, row) => sum + row[Math.floor(at / size)]! * row[at % size]!, 0),
  )
  const { values, vectors } = symmetricEigen(gram, size)
  const lambda = ridge * values[0]!
  // P = (RᵀR + λ)⁻¹ by its eigenvectors.
  const inverse = (i: number, j: number) =>
    values.reduce(
      (sum, value, k) => sum + (vectors[k * size + i]! * vectors[k * size + j]!) / (value + lambda),
      0,
    )
  const scale = (values[size - 1]! + lambda) / values[size - 1]!
  let compared = 0
  for (let i = 0; i < size; i++) {
    const entries = new Map<number, number>()
    for (let e = operator.rowStart[i]!; e < operator.rowStart[i + 1]!; e++) {
      entries.set(operator.columns[e]!, operator.values[e]!)
    }
    for (let j = 0; j < size; j++) {
      if (i === j) continue
      const wanted = -inverse(i, j) / inverse(j, j)
      expect(entries.get(j) ?? 0).toBeCloseTo(Math.max(0, wanted) * scale, 2)
      if (wanted > 0.02) compared++
    }
  }
  expect(compared).toBeGreaterThan(50)
})

test('a larger budget looks at more exponents, and the smallest at none', async () => {
  const matrix = groups(createRandom(9), { users: 120, items: 60, perUser: 8 })
  expect((await searchSettings(matrix, smallSettings, { seconds: 1e-6 })).tried).toEqual([])
  expect((await searchSettings(matrix, smallSettings, { seconds: 1 })).tried.length).toBeGreaterThan(2)
})

test('settings that suit the data far worse than others are left', async () => {
  const matrix = groups(createRandom(9), { users: 200, items: 90, perUser: 8 })
  const bad = { ...smallSettings, ridge: 0, spectralPower: 1, targetExponent: 0.6, itemExponent: 0.2 }
  const search = await searchSettings(matrix, bad, { seconds: 0.2 })
  expect(search.settings.targetExponent).toBeLessThan(0.6)
  expect(search.found).toBeGreaterThan(search.start * 1.02)
})

describe('the plan of a search', () => {
  const size = { users: 2000, items: 5000, perUser: 6 }
  const held = holdOut(groups(createRandom(3), size), 500, createRandom(3))
  const start = defaultCollaborativeSettings(size.users, size.items)

  test('takes fewer directions where the budget is too small for all, never fewer than 96', () => {
    expect(planSearch(held, start, 1e6).fine.rank).toBe(start.rank)
    const ranks = [100, 3, 1, 0.3, 0.01].map((seconds) => planSearch(held, start, seconds).fine.rank)
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
    expect(ranks.at(-1)).toBeGreaterThanOrEqual(96)
    expect(ranks.at(-1)).toBeLessThan(start.rank)
    for (const rank of ranks) expect(rank % 8).toBe(0)
  })

  test('measures more exponents the more it may cost', () => {
    const counts = [2, 10, 100, 1000].map((seconds) => planSearch(held, start, seconds).measurements)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(counts.at(-1)).toBeGreaterThan(counts[0]!)
  })
})

test('sets of any size have two to five minutes to be searched', () => {
  expect([0, 1e5, 1e6, 2e6, 1e8].map(defaultSearchSeconds)).toEqual([120, 120, 120, 240, 300])
})
