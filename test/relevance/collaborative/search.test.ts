import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/numeric/random.ts'
import { holdOut } from '../../../src/relevance/models/collaborative/hold-out.ts'
import { searchSettings } from '../../../src/relevance/models/collaborative/search.ts'
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
  const matrix = groups(createRandom(9), { users: 300, items: 90, perUser: 8 })

  test('finds settings as good as those it began with, but for what is noise, the same for a seed', async () => {
    const search = await searchSettings(matrix, smallSettings)
    expect(search.found).toBeGreaterThanOrEqual(search.start * 0.995)
    expect(search.users).toBe(300)
    expect(await searchSettings(matrix, smallSettings)).toEqual(search)
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
    const filter = spectralFilter(Float64Array.of(4, 2, 1), { rank: 2, spectralPower: 1, tailShare: 0.5 })
    expect([...filter.weights]).toEqual([2 - 0.5 * 4, 1 - 0.5])
    expect(filter.tail).toBe(0.5 / 4)
  })

  test('gives no weight to directions that are rounding noise', () => {
    const filter = spectralFilter(Float64Array.of(1, 1e-5), { rank: 2, spectralPower: 0, tailShare: 0 })
    expect([...filter.weights]).toEqual([1, 0])
  })
})

test('at full rank the operator is D^(−b) f(AᵀA) D^c, computed densely', async () => {
  const matrix = groups(createRandom(4), { users: 30, items: 9, perUser: 3 })
  // With p = 2 the filter is x / σ_k² whatever the tail: W_ij is proportional to d_i^(−b) (AᵀA)_ij d_j^c.
  const settings = { ...smallSettings, rank: 9, spectralPower: 2, tailShare: 0.3, entriesPerRow: 9 }
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
