import { beforeAll, describe, expect, test } from 'vitest'
import { renderLineCharts } from '../../../src/cli/line-charts.ts'
import { renderLoop } from '../../../src/cli/loop-report.ts'
import { type LoopCity, makeLoopCity } from '../../../src/jobs/loop/loop-city.ts'
import { loopReport } from '../../../src/jobs/loop/loop-report.ts'
import { runLoops } from '../../../src/jobs/loop/loop-threads.ts'
import {
  defaultLoopOptions,
  type LoopOptions,
  loopVariants,
  withoutLists,
} from '../../../src/jobs/loop/options.ts'
import { type RoundFigures, type RoundKey, roundKeys } from '../../../src/jobs/loop/round-figures.ts'
import { runLoop } from '../../../src/jobs/loop/run-loop.ts'

const options: LoopOptions = {
  ...defaultLoopOptions,
  restaurants: 100,
  users: 200,
  daysBefore: 40,
  rounds: 3,
  daysPerRound: 10,
  seeds: [3],
  profiles: ['ml-engineer', 'manager'],
  modes: ['shipped', 'exploration'],
}
const variants = loopVariants(options)
const runs = new Map<string, RoundFigures[]>()
let city: LoopCity

beforeAll(async () => {
  city = await makeLoopCity(options, 3)
  for (const variant of variants) runs.set(variant.name, await runLoop(city, variant))
}, 120_000)

const meanOf = (name: string, key: RoundKey) => {
  const values = runs.get(name)!.map((round) => round[key]!)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('recommend, choose, train', () => {
  test('every share and every Gini lies in [0, 1], and what is of lists is null without lists', () => {
    const shares = roundKeys.filter((key) => /^(gini|top|new|longTail|ndcg)/.test(key))
    for (const [name, rounds] of runs) {
      expect(rounds).toHaveLength(options.rounds)
      for (const round of rounds) {
        for (const key of shares) {
          if (round[key] === null)
            expect([name, key]).toEqual([withoutLists, expect.stringMatching(/xposure|ndcg/)])
          else expect(round[key]).toSatisfy((value: number) => value >= 0 && value <= 1)
        }
        expect(round.margin).toBeLessThan(round.revenue!)
      }
    }
  })

  test('lists bring more orders than none, because what is seen is chosen from', () => {
    expect(meanOf('ml-engineer', 'orders')).toBeGreaterThan(meanOf(withoutLists, 'orders'))
  })

  test('the manager gets more margin than the ML engineers, and they the better list', () => {
    expect(meanOf('manager', 'margin')).toBeGreaterThan(meanOf('ml-engineer', 'margin'))
    expect(meanOf('ml-engineer', 'ndcgShare')).toBeGreaterThan(meanOf('manager', 'ndcgShare'))
  })

  test('exploration shows more places alike, at the price of NDCG', () => {
    for (const name of options.profiles) {
      expect(meanOf(`${name} + exploration`, 'giniExposure')).toBeLessThan(meanOf(name, 'giniExposure'))
      expect(meanOf(`${name} + exploration`, 'ndcgShare')).toBeLessThan(meanOf(name, 'ndcgShare'))
    }
  })

  test('the first round is the same model for all: only lists and choices differ, not who comes when', () => {
    expect(city.sessions.flat().every(({ atMs }, n, all) => n === 0 || atMs >= all[n - 1]!.atMs)).toBe(true)
  })

  test('the model learns from what its own lists brought about: later rounds hang on the data of earlier ones', async () => {
    const forgetful = { ...city, sessions: [city.sessions[1]!], middleDays: [city.middleDays[1]!] }
    const [second] = await runLoop(forgetful, variants.find(({ name }) => name === 'ml-engineer')!)
    expect(second!.orders).not.toBe(runs.get('ml-engineer')![1]!.orders)
  })
})

test('two threads give the same report as none: the same options, the same figures', async () => {
  const some: LoopOptions = { ...options, profiles: ['ml-engineer'], modes: ['shipped'] }
  const expected = loopVariants(some).map(({ name }) => [runs.get(name)!])
  expect(await runLoops({ options: some, threads: 2 })).toEqual(
    loopReport(some, loopVariants(some), expected),
  )
}, 120_000)

describe('the report', () => {
  const round = (value: number): RoundFigures =>
    Object.fromEntries(roundKeys.map((key) => [key, value])) as Record<RoundKey, number>

  test('says how fast a figure grows beyond the city without lists, city by city', () => {
    const grows = (from: number, by: number) => [0, 1, 2].map((n) => round(from + n * by))
    const [base, shown] = variants
    const { variants: told } = loopReport(
      options,
      [base!, shown!],
      [
        [grows(0.2, 0.01), grows(0.5, 0.03)],
        [grows(0.3, 0.02), grows(0.6, 0.04)],
      ],
    )
    expect(told[1]!.slope.topOrders!.mean).toBeCloseTo(0.3, 10)
    // Both cities gain 0.01 a round: in pairs there is no doubt about it.
    expect(told[1]!.slopeOfLists!.topOrders!.mean).toBeCloseTo(0.1, 10)
    expect(told[1]!.slopeOfLists!.topOrders!.high).toBeCloseTo(0.1, 10)
    expect(told[1]!.change!.figures.orders!.mean).toBeCloseTo((0.32 / 0.21 - 1 + (0.64 / 0.53 - 1)) / 2, 10)
  })

  test('can be read, and drawn', () => {
    const all = variants.map(({ name }) => [runs.get(name)!])
    const text = renderLoop(loopReport(options, variants, all))
    for (const { name } of variants) expect(text).toContain(name)
    const lines = [{ name: 'a < b', colour: '#000', dash: null, values: [1, null, 3, 2] }]
    const svg = renderLineCharts('A & B', [{ title: 'one', lines }], 'round')
    expect(svg).toMatch(/^<svg [^>]+>/)
    expect(svg).toContain('A &amp; B')
    expect(svg).toContain('a &lt; b')
    expect(svg.match(/d="[^"]*"/)![0].match(/M/g)).toHaveLength(2)
  })
})
