import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { intervalAt, numberAt } from '../../src/admin/api/read-unknown.ts'
import {
  rankerFigures,
  reliabilityBins,
  settingRows,
  wilsonInterval,
} from '../../src/admin/pages/models/model-figures.ts'
import { gateOf, searchOf } from '../../src/admin/pages/models/run-report.ts'
import { durationInWords, etaInWords } from '../../src/admin/pages/models/run-words.ts'

describe('what versions of any age wrote', () => {
  test.prop([fc.anything()])('is read without a fault; what is not there is nothing', (value) => {
    expect(rankerFigures(value, 'all', 'ndcg@10')).toEqual([])
    expect(reliabilityBins(value)).toEqual([])
    expect(gateOf(value)).toBeNull()
    expect(settingRows(value).chosen).toEqual([])
    expect(() => searchOf(value)).not.toThrow()
    expect(intervalAt(value, 'evaluation', 'gain')).toBeNull()
  })

  test('a setting that has parts is told by them', () => {
    const odd: unknown = JSON.parse('{"odd": {"toString": 0}, "order": {"l2": null, "grid": [1, 2]}}')
    expect(settingRows(odd)).toEqual({
      chosen: [
        { name: 'grid', value: '[1,2]' },
        { name: 'L2 penalty', value: 'by itself' },
      ],
      learntFrom: [{ name: 'odd', value: '{"toString":0}' }],
    })
  })

  test('nothing is read from what all objects have', () => {
    expect(numberAt([1, 2], 'constructor', 'length')).toBeNull()
    expect(intervalAt({ gain: { mean: 0.1, low: null, high: Number.NaN } }, 'gain')).toEqual({
      mean: 0.1,
      low: null,
      high: null,
    })
  })
})

test.prop([fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true })])(
  'the interval of a share holds the share, stays between 0 and 1, and narrows with more tries',
  (n, share) => {
    const { low, high } = wilsonInterval(share, n)
    expect(low!).toBeGreaterThanOrEqual(0)
    expect(low!).toBeLessThanOrEqual(share)
    expect(high!).toBeGreaterThanOrEqual(share)
    expect(high!).toBeLessThanOrEqual(1)
    const more = wilsonInterval(share, 4 * n)
    expect(more.high! - more.low!).toBeLessThan(high! - low! + 1e-12)
  },
)

test('the interval of 8 of 10 is that of Wilson’s formula', () => {
  const { low, high } = wilsonInterval(0.8, 10)
  expect(low).toBeCloseTo(0.4902, 3)
  expect(high).toBeCloseTo(0.9433, 3)
})

test('a search names each setting by how it differs from the default, and marks the one that was taken', () => {
  const standard = { habitDays: 60, l2: null }
  const tried = [
    { settings: standard, ndcg: 0.7, gainOverDefault: null },
    {
      settings: { l2: null, habitDays: 30 },
      ndcg: 0.71,
      gainOverDefault: { mean: 0.01, low: 0, high: 0.02 },
    },
  ]
  const search = searchOf({
    search: { budgetSeconds: 60, tookSeconds: 61, untried: 3, best: { habitDays: 30, l2: null }, tried },
  })
  expect(search?.tried).toMatchObject([
    { words: 'default settings', isBest: false, gain: null },
    { words: 'habitDays 30', isBest: true, gain: { mean: 0.01 } },
  ])
})

test('times are told as one would say them', () => {
  expect([null, 2, 41, 300].map(etaInWords)).toEqual([null, 'a few seconds', 'about 40 s', 'about 5 min'])
  const start = '2026-06-01T09:00:00.000Z'
  expect(durationInWords(start, '2026-06-01T09:00:38.000Z', 0)).toBe('38 s')
  expect(durationInWords(start, null, Date.parse('2026-06-01T09:04:05.000Z'))).toBe('4 min 05 s')
})
