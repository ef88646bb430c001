import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { marketsOf } from '../../src/catalog/markets.ts'
import { endAtMs, restaurantsOf } from '../../src/cli/bench/growth/cities.ts'
import { fitExponent } from '../../src/cli/bench/growth/exponent.ts'
import { planTasks } from '../../src/cli/bench/growth/plan-tasks.ts'
import { growthCharts, growthSections } from '../../src/cli/bench/growth/report-growth.ts'
import { runGrowth } from '../../src/cli/bench/growth/run-growth.ts'
import { simulateOrders } from '../../src/cli/bench/growth/simulate-orders.ts'

const everything = { quick: false, restaurantsUpTo: 1_000_000, ordersUpTo: 50_000_000, rounds: 1 }

describe('exponents', () => {
  property.prop([
    fc.double({ min: -1, max: 3, noNaN: true }),
    fc.double({ min: 0.01, max: 100, noNaN: true }),
  ])('of a power of the size are that power, and the interval holds it', (power, factor) => {
    const sizes = [1e3, 1e4, 1e5, 1e6]
    const { value, low, high } = fitExponent(
      sizes,
      sizes.map((size) => factor * size ** power),
    )
    expect(value).toBeCloseTo(power, 6)
    expect(low!).toBeLessThanOrEqual(value)
    expect(high!).toBeGreaterThanOrEqual(value)
  })

  test('of two sizes have no interval', () => {
    expect(fitExponent([1, 10], [1, 10])).toEqual({ value: expect.closeTo(1), low: null, high: null })
  })
})

describe('cities side by side', () => {
  const catalogue = buildCatalogue(restaurantsOf(400, 100))

  test('are as dense as each other, and a market each', () => {
    const markets = marketsOf(catalogue)
    expect(markets.count).toBe(4)
    expect([...markets.of]).toEqual(Array.from({ length: 400 }, (_, n) => Math.floor(n / 100)))
  })

  test('have guests that stay in their own city, and orders in order of time', () => {
    const dataset = simulateOrders({ catalogue, perCity: 100, users: 40, orders: 1000, seed: 1, endAtMs })
    for (let row = 0; row < dataset.length; row++) {
      expect(Math.floor(dataset.restaurant[row]! / 100)).toBe(dataset.user[row]! % 4)
    }
    expect([...dataset.atMs]).toEqual([...dataset.atMs].sort((a, b) => a - b))
    expect(dataset.atMs.at(-1)).toBeLessThan(endAtMs)
  })

  test('are the same for the same seed, and others for another', () => {
    const of = (seed: number) =>
      simulateOrders({ catalogue, perCity: 100, users: 40, orders: 200, seed, endAtMs }).restaurant
    expect(of(1)).toEqual(of(1))
    expect(of(2)).not.toEqual(of(1))
  })
})

describe('the plan of measurements', () => {
  test('has nothing larger than what is asked for', () => {
    const tasks = planTasks({ ...everything, restaurantsUpTo: 10_000, ordersUpTo: 1_000_000 })
    for (const task of tasks) {
      if (task.kind === 'catalogue') expect(task.restaurants).toBeLessThanOrEqual(10_000)
      else expect(task.orders).toBeLessThanOrEqual(1_000_000)
    }
  })

  test('reaches a million restaurants and fifty million orders, nothing twice', () => {
    const tasks = planTasks(everything)
    expect(tasks).toContainEqual({
      kind: 'catalogue',
      restaurants: 1_000_000,
      perCity: 1000,
      hasUnknownRanges: false,
      rounds: 1,
    })
    expect(tasks).toContainEqual({ kind: 'operator', orders: 50_000_000, perCity: 4000, byMarket: true })
    expect(new Set(tasks.map((task) => JSON.stringify(task))).size).toBe(tasks.length)
  })
})

describe('the quick run', () => {
  test('measures each kind in a process of its own, and what is known is not measured again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maitre-growth-'))
    try {
      const resultsFile = join(folder, 'results.jsonl')
      const steps: string[] = []
      const options = {
        ...everything,
        quick: true,
        resultsFile,
        onlyKnown: false,
        onProgress: (step: string) => void steps.push(step),
      }
      const results = await runGrowth(options)
      expect(new Set(results.map(({ task }) => task.kind))).toEqual(
        new Set(['catalogue', 'operator', 'model']),
      )
      const kept = await readFile(resultsFile, 'utf8')
      expect(kept.trim().split('\n')).toHaveLength(results.length)

      steps.length = 0
      expect(await runGrowth(options)).toEqual(results)
      expect(steps.every((step) => step.endsWith('(known)'))).toBe(true)
      expect(await readFile(resultsFile, 'utf8')).toBe(kept)

      const known = results.slice(1)
      await writeFile(resultsFile, known.map((result) => JSON.stringify(result)).join('\n'))
      expect(await runGrowth({ ...options, onlyKnown: true })).toEqual(known)

      for (const { head, rows } of growthSections(results)) {
        for (const row of rows) expect(row).toHaveLength(head.length)
      }
      expect(growthCharts(results)).not.toMatch(/NaN|undefined|Infinity/)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 240_000)
})
