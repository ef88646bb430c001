import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  inTurns,
  quantile,
  ratios,
  repeat,
  spreadAsText,
  spreadOf,
  summarise,
} from '../../src/cli/bench/measure.ts'
import { sectionAsMarkdown } from '../../src/cli/bench/section.ts'
import { replaceBetween } from '../../src/cli/bench/write-table.ts'

test.prop([
  fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
])('a quantile is one of the values, with at least that share at or below it', (values, q) => {
  const sorted = values.toSorted((a, b) => a - b)
  const found = quantile(sorted, q)
  expect(sorted).toContain(found)
  expect(sorted.filter((value) => value <= found).length).toBeGreaterThanOrEqual(
    Math.floor(q * values.length),
  )
})

test('of a hundred timings the median is the fiftieth and p99 the ninety-ninth', () => {
  const times = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(summarise(times)).toEqual({ runs: 100, medianMs: 50, p99Ms: 99 })
})

test('rounds for warming up are run and not counted', async () => {
  const calls: number[] = []
  const times = await repeat(5, 3, (n) => void calls.push(n))
  expect(calls.slice(0, 4)).toEqual([0, 1, 2, 0])
  expect(calls).toHaveLength(times.length + 3)
})

describe('kinds measured in turns', () => {
  test('have one result each for every round but the first, and the order turns round', async () => {
    const calls: string[] = []
    const results = await inTurns(['a', 'b'], 3, (kind, round) => {
      calls.push(`${kind}${round}`)
      return round
    })
    expect(calls).toEqual(['b-1', 'a-1', 'a0', 'b0', 'b1', 'a1', 'a2', 'b2'])
    expect(results).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ])
  })

  test('are compared round by round', () => {
    // The machine was twice as slow in the second round, for both.
    expect(ratios([10, 20, 10], [5, 10, 5])).toEqual([2, 2, 2])
  })
})

test('the spread is the middle half', () => {
  expect(spreadAsText(spreadOf([5, 1, 4, 2, 3]), 1)).toBe('3.0 [2.0, 4.0]')
})

describe('tables in the documentation', () => {
  const section = { title: 'T', head: ['what', 'µs'], rows: [['a|b', '1']], note: 'N' }

  test('are Markdown, whatever stands in a cell', () => {
    expect(sectionAsMarkdown(section)).toBe(
      ['### T', '', '| what | µs |', '| --- | ---: |', '| a\\|b | 1 |', '', 'N'].join('\n'),
    )
  })

  test('replace those of the last run and nothing else', () => {
    const text = 'before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n'
    const once = replaceBetween(text, 'bench', 'new')
    expect(once).toBe('before\n<!-- bench -->\n\nnew\n\n<!-- /bench -->\nafter\n')
    expect(replaceBetween(once, 'bench', 'new')).toBe(once)
    expect(() => replaceBetween('nothing here', 'bench', 'new')).toThrow('<!-- bench -->')
  })
})
