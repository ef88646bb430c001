import { fc, test as law } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  directionOf,
  formatAgo,
  formatChange,
  formatInterval,
  formatRelative,
  formatTick,
  formatValue,
} from '../../src/admin/text/format.ts'

describe('figures', () => {
  test.each([
    [0.8641, 'probability', '86.4\u202f%'],
    [2.275, 'money', '2.28'],
    [0.15555, 'orders', '0.156'],
    [0.99996, 'money', '1.00'],
    [16.34, 'minutes', '16.3\u202fmin'],
    [4.03, 'ms', '4.0\u202fms'],
    [1101, 'count', '1,101'],
    [-0.5, 'score', '−0.50'],
    [null, 'ms', '–'],
    [Number.NaN, 'ms', '–'],
  ] as const)('%d as %s is %s', (value, unit, words) => {
    expect(formatValue(value, unit)).toBe(words)
  })

  test('changes carry their sign', () => {
    expect(formatChange(0.021, 'share')).toBe('+2.1\u202f%')
    expect(formatChange(-3, 'ms')).toBe('−3.0\u202fms')
    expect(formatRelative(0.2, 0.25)).toBe('+25.0\u202f%')
    expect(formatRelative(0, 1)).toBe('–')
  })

  test('intervals have their unit once, behind the range', () => {
    expect(formatInterval({ mean: 0.599, low: 0.57, high: 0.628 }, 'index')).toBe('0.599 [0.570, 0.628]')
    expect(formatInterval({ mean: 0.02, low: -0.01, high: 0.05 }, 'share', true)).toBe(
      '+2.0 [−1.0, +5.0]\u202f%',
    )
    expect(formatInterval({ mean: 3, low: null, high: null }, 'ms')).toBe('3.0\u202fms')
    expect(formatInterval(null, 'ms')).toBe('–')
  })

  law.prop([fc.double({ min: 1e-4, max: 1e4, noNaN: true }), fc.integer({ min: -50, max: 50 })])(
    'neighbouring ticks of an axis never look alike',
    (step, index) => {
      const [one, next] = [index * step, (index + 1) * step]
      expect(formatTick(one, 'money', step)).not.toBe(formatTick(next, 'money', step))
    },
  )

  test('ticks have no more digits than that takes', () => {
    expect([0.7041, 0.7043].map((tick) => formatTick(tick, 'orders', 0.0002))).toEqual(['0.7041', '0.7043'])
    expect([0.2, 0.4].map((tick) => formatTick(tick, 'share', 0.2))).toEqual(['20\u202f%', '40\u202f%'])
  })

  test('moments are told from now', () => {
    expect(formatAgo('2026-11-24T11:00:00Z', Date.parse('2026-11-24T11:03:10Z'))).toBe('3 minutes ago')
    expect(formatAgo('2026-11-24T11:00:09Z', Date.parse('2026-11-24T11:00:00Z'))).toBe('now')
  })
})

law.prop([fc.double({ noNaN: true, min: -5, max: 5 }), fc.double({ min: 0, max: 5, noNaN: true })])(
  'a direction is claimed only where the interval leaves 0 out',
  (mean, half) => {
    const direction = directionOf({ mean, low: mean - half, high: mean + half })
    expect(direction === 'unclear').toBe(mean - half <= 0 && mean + half >= 0)
  },
)
