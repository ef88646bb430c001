import { expect, test } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { datasetOf } from '../../seed/city-dataset.ts'
import { renderWorth } from '../../src/cli/worth-report.ts'
import { replayWorth } from '../../src/jobs/worth/replay-worth.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'

/** As real data are: orders, and no truth behind them. */
const dataset = datasetOf(generateCity({ restaurants: 80, users: 150, days: 45, seed: 4 }))

test('without a truth, worth is what lists caught of the orders that came, for the profiles that are given', async () => {
  let ticks = 0
  const report = await replayWorth(dataset, {
    seed: 1,
    maxOrders: 40,
    openNow: false,
    truth: null,
    profiles: { own: shippedProfiles['sales']! },
    predictMs: () => 1,
    clockMs: () => ticks++,
  })
  expect(report.recommendations).toBe(40)
  expect(report.sides.map(({ name }) => name)).toEqual(['no model', 'plan fast', 'plan full', 'own'])
  for (const { figures } of report.sides) {
    expect(figures.trueOrders).toBeNull()
    expect(figures.caughtOrders!.mean).toBeGreaterThan(0)
  }
  const text = renderWorth(report, { about: 'Data.', cpuHourPrice: 3600 })
  expect(text).not.toContain('truth')
  // A tick a ranking at a money a second: a million rankings cost a thousand.
  expect(text).toMatch(/own +1000 \[1000, 1000\] +1000 /)
}, 60_000)
