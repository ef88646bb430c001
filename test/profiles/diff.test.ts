import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { diffSettings } from '../../src/profiles/diff.ts'

const json = fc.jsonValue({ maxDepth: 3 })

describe('a diff', () => {
  test.prop([json])('of a value with itself is empty', (value) => {
    expect(diffSettings(value, structuredClone(value))).toEqual([])
  })

  test.prop([json, json])('is empty only when both are equal', (a, b) => {
    const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
    expect(diffSettings(a, b).length === 0).toBe(equal)
  })

  test.prop([json, json])('turned round swaps from and to', (a, b) => {
    const there = diffSettings(a, b)
    const back = diffSettings(b, a).map(({ path, from, to }) => ({ path, from: to, to: from }))
    expect(back).toEqual(there)
  })

  test('names entries with an id by it, wherever they moved', () => {
    const rule = (id: string, strength: number) => ({ id, strength })
    expect(
      diffSettings({ rules: [rule('a', 1), rule('b', 2)] }, { rules: [rule('x', 9), rule('b', 3)] }),
    ).toEqual([
      { path: 'rules.a', from: rule('a', 1), to: null },
      { path: 'rules.b.strength', from: 2, to: 3 },
      { path: 'rules.x', from: null, to: rule('x', 9) },
    ])
    expect(diffSettings([rule('a', 1), rule('b', 2)], [rule('b', 2), rule('a', 1)])).toEqual([
      { path: '', from: ['a', 'b'], to: ['b', 'a'] },
    ])
  })

  test('is not misled by names that every object has', () => {
    expect(diffSettings({}, { constructor: 1 })).toEqual([{ path: 'constructor', from: null, to: 1 }])
  })
})

/** With the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(sorted)]
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, entry]) => [key, sorted(entry)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
