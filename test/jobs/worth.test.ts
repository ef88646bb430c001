import { beforeAll, describe, expect, test } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { renderWorth } from '../../src/cli/worth-report.ts'
import { cityWorth } from '../../src/jobs/worth/city-worth.ts'
import type { WorthKey, WorthReport } from '../../src/jobs/worth/measure-worth.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import { latencyShare } from '../../src/profiles/weights.ts'

const predictMs = ({ name, candidates }: { name: string; candidates: number }) =>
  ({ popular: 1, fast: 3, full: 4 })[name]! + candidates / { popular: 200, fast: 50, full: 25 }[name]!

const city = generateCity({ restaurants: 250, users: 350, days: 60, seed: 3 })
const profiles = Object.keys(shippedProfiles)
/** Everybody is given what somebody else wants. */
const swapped = {
  'ml-engineer': shippedProfiles['manager']!,
  sales: shippedProfiles['ml-engineer']!,
  product: shippedProfiles['ml-engineer']!,
  'ml-platform': shippedProfiles['ml-engineer']!,
  manager: shippedProfiles['ml-platform']!,
}

let report: WorthReport
let confused: WorthReport
beforeAll(async () => {
  let ticks = 0
  const all = await cityWorth(city, {
    seed: 1,
    maxOrders: 150,
    predictMs,
    clockMs: () => ticks++,
    profiles: {
      ...shippedProfiles,
      ...Object.fromEntries(Object.entries(swapped).map(([name, settings]) => [`swapped ${name}`, settings])),
    },
  })
  const isSwapped = (name: string) => name.startsWith('swapped ')
  report = { ...all, sides: all.sides.filter(({ name }) => !isSwapped(name)) }
  confused = {
    ...all,
    sides: all.sides.flatMap((side) =>
      isSwapped(side.name) ? [{ ...side, name: side.name.replace('swapped ', '') }] : [],
    ),
  }
}, 120_000)

const sideOf = (of: WorthReport, name: string) => of.sides.find((side) => side.name === name)!
const meanOf = (of: WorthReport, name: string, key: WorthKey) => sideOf(of, name).figures[key]!.mean
const best = (of: WorthReport, key: WorthKey) => Math.max(...profiles.map((name) => meanOf(of, name, key)))
const others = (name: string) => profiles.filter((each) => each !== name)
/** Profiles that keep 97 % of the accuracy of the most accurate. */
const accurate = (of: WorthReport) =>
  profiles.filter((name) => meanOf(of, name, 'trueNdcg') >= 0.97 * best(of, 'trueNdcg'))
/** Of NDCG: less is not told apart on so few orders. */
const noise = 0.003

/** What the planner maximises, with the price that `product` puts on time: NDCG kept against the budget used. */
function timedUtility(of: WorthReport, name: string): number {
  const { weights, latencyBudgetMs } = shippedProfiles['product']!
  const share = latencyShare(weights)
  const kept = meanOf(of, name, 'trueNdcg') / best(of, 'trueNdcg')
  return (1 - share) * kept - (share * predictMs(sideOf(of, name).plan)) / latencyBudgetMs
}

/** Each stakeholder's own measure: does their profile win on it? */
const wins: Readonly<Record<string, (of: WorthReport) => boolean>> = {
  'ml-engineer': (of) => meanOf(of, 'ml-engineer', 'trueNdcg') > best(of, 'trueNdcg') - noise,
  sales: (of) =>
    accurate(of).includes('sales') &&
    accurate(of).every(
      (name) => name === 'sales' || meanOf(of, 'sales', 'trueRevenue') > meanOf(of, name, 'trueRevenue'),
    ),
  product: (of) =>
    predictMs(sideOf(of, 'product').plan) <= shippedProfiles['product']!.latencyBudgetMs &&
    others('product').every((name) => timedUtility(of, 'product') >= timedUtility(of, name)),
  'ml-platform': (of) =>
    others('ml-platform').every(
      (name) => meanOf(of, 'ml-platform', 'changedPlaces') < meanOf(of, name, 'changedPlaces'),
    ),
  manager: (of) =>
    others('manager').every((name) => meanOf(of, 'manager', 'trueMargin') > meanOf(of, name, 'trueMargin')),
}

describe.each(profiles)('%s wins on its own measure, under the truth of the city', (name) => {
  test('as it ships', () => {
    expect(wins[name]!(report)).toBe(true)
  })

  test('and not with what somebody else wants', () => {
    expect(wins[name]!(confused)).toBe(false)
  })
})

test('a model is worth something over none, and its work is counted', () => {
  expect(meanOf(report, 'ml-engineer', 'trueOrders')).toBeGreaterThan(
    meanOf(report, 'no model', 'trueOrders'),
  )
  for (const { figures } of report.sides) expect(figures.cpuMs!.mean).toBe(1000)
})

test('what was caught is no more than what was ordered, and margin no more than the fee', () => {
  for (const { figures } of report.sides) {
    expect(figures.caughtOrders!.mean).toBeLessThanOrEqual(1000)
    expect(figures.caughtMargin!.mean).toBeLessThanOrEqual(figures.caughtRevenue!.mean)
    expect(figures.ndcg!.mean).toBeLessThanOrEqual(figures.caughtOrders!.mean / 1000)
  }
})

test('a change is the difference of the means to the first row, and every figure has an interval round it', () => {
  const [first, ...rest] = report.sides
  expect(first!.change).toBeNull()
  for (const { figures, change } of rest) {
    for (const [key, interval] of Object.entries(change!) as [WorthKey, { mean: number }][]) {
      expect(interval.mean).toBeCloseTo(figures[key]!.mean - first!.figures[key]!.mean, 8)
    }
    for (const { mean, low, high } of Object.values({ ...figures }).map((interval) => interval!)) {
      expect(low).toBeLessThanOrEqual(mean)
      expect(high).toBeGreaterThanOrEqual(mean)
    }
  }
})

test('paired by request, a change is surer than the two figures apart', () => {
  const width = ({ low, high }: { low: number | null; high: number | null }) => high! - low!
  const { figures, change } = sideOf(report, 'sales')
  expect(width(change!.trueRevenue!)).toBeLessThan(0.5 * width(figures.trueRevenue!))
})

test('the report begins with the answer and names every way to serve', () => {
  const text = renderWorth(report, { about: 'A city.', cpuHourPrice: 0.04 })
  expect(text).toMatch(/^What ML is worth/)
  for (const name of ['no model', 'plan full', ...profiles]) expect(text).toContain(name)
})
