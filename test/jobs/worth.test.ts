import { beforeAll, describe, expect, test } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { renderWorth } from '../../src/cli/worth-report.ts'
import { cityWorth } from '../../src/jobs/worth/city-worth.ts'
import type { WorthKey, WorthReport } from '../../src/jobs/worth/measure-worth.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'

const predictMs = ({ name, candidates }: { name: string; candidates: number }) =>
  ({ popular: 1, fast: 3, full: 4 })[name]! + candidates / { popular: 200, fast: 50, full: 25 }[name]!

const city = generateCity({ restaurants: 250, users: 350, days: 60, seed: 3 })
let report: WorthReport
let ticks = 0
beforeAll(async () => {
  report = await cityWorth(city, { seed: 1, maxOrders: 150, predictMs, clockMs: () => ticks++ })
}, 60_000)

const profiles = Object.keys(shippedProfiles)
const sideOf = (name: string) => report.sides.find((side) => side.name === name)!
const meanOf = (name: string, key: WorthKey) => sideOf(name).figures[key]!.mean
const best = (key: WorthKey, names = profiles) => Math.max(...names.map((name) => meanOf(name, key)))
/** Of NDCG: less is not told apart on so few orders. */
const noise = 0.003

describe('on its own measure, under the truth of the city, no other profile beats', () => {
  test('ml-engineer: accuracy', () => {
    expect(meanOf('ml-engineer', 'trueNdcg')).toBeGreaterThan(best('trueNdcg') - noise)
    expect(meanOf('ml-engineer', 'trueNdcg')).toBeGreaterThan(meanOf('manager', 'trueNdcg') + noise)
  })

  test('sales: fee, among those that keep 97 % of the accuracy', () => {
    const accurate = profiles.filter((name) => meanOf(name, 'trueNdcg') >= 0.97 * best('trueNdcg'))
    expect(accurate).toContain('sales')
    for (const name of accurate.filter((each) => each !== 'sales')) {
      expect(meanOf('sales', 'trueRevenue')).toBeGreaterThan(meanOf(name, 'trueRevenue'))
    }
  })

  test('product: speed, among those that keep 97 % of the accuracy', () => {
    const accurate = profiles.filter((name) => meanOf(name, 'trueNdcg') >= 0.97 * best('trueNdcg'))
    expect(accurate).toContain('product')
    for (const name of accurate.filter((each) => each !== 'product')) {
      expect(predictMs(sideOf('product').plan)).toBeLessThan(predictMs(sideOf(name).plan))
    }
  })

  test('ml-platform: lists that hold still when a new model becomes the latest', () => {
    expect(meanOf('ml-platform', 'changedPlaces')).toBe(0)
    expect(meanOf('ml-engineer', 'changedPlaces')).toBeGreaterThan(0)
  })

  test('manager: margin', () => {
    for (const name of profiles.filter((each) => each !== 'manager')) {
      expect(meanOf('manager', 'trueMargin')).toBeGreaterThan(meanOf(name, 'trueMargin'))
    }
  })
})

test('a model is worth something over none, and its work is counted', () => {
  expect(meanOf('ml-engineer', 'trueOrders')).toBeGreaterThan(meanOf('no model', 'trueOrders'))
  for (const { figures } of report.sides) expect(figures.workMs!.mean).toBe(1000)
})

test('what was caught is no more than what was ordered, and margin no more than the fee', () => {
  for (const { figures } of report.sides) {
    expect(figures.caughtOrders!.mean).toBeLessThanOrEqual(1000)
    expect(figures.caughtMargin!.mean).toBeLessThanOrEqual(figures.caughtRevenue!.mean)
    expect(figures.ndcg!.mean).toBeLessThanOrEqual(figures.caughtOrders!.mean / 1000)
  }
})

test('the report can be read', () => {
  const text = renderWorth({ city: city.options, ...report }, 0.04)
  for (const name of ['no model', 'plan full', ...profiles]) expect(text).toContain(name)
  expect(text).toContain('cost')
})
