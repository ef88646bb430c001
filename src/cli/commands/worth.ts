import { InvalidArgumentError, Option } from 'commander'
import { generateCity } from '../../../seed/city.ts'
import { defaultCityOptions } from '../../../seed/options.ts'
import { tooLittle } from '../../jobs/data-report.ts'
import { cityWorth } from '../../jobs/worth/city-worth.ts'
import type { WorthReport } from '../../jobs/worth/measure-worth.ts'
import { busyMs } from '../../jobs/worth/plan-of.ts'
import { replayWorth } from '../../jobs/worth/replay-worth.ts'
import { Problem } from '../../problem/problems.ts'
import { createProfileStore } from '../../profiles/profile-store.ts'
import { trainingRows } from '../../relevance/dataset.ts'
import { readDataset } from '../../relevance/read-dataset.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { createProgress } from '../progress.ts'
import { withDatabase } from '../with-database.ts'
import { renderWorth } from '../worth-report.ts'

interface Options {
  readonly on: 'city' | 'database'
  readonly restaurants: number
  readonly users: number
  readonly days: number
  readonly citySeed: number
  readonly orders: number
  readonly seed: number
  readonly openNow?: boolean
  readonly cpuHourPrice: number
  readonly json?: true
}

/** `worth`: what a list brings and costs with no model, with each plan and with each profile. */
export const worth: Command = {
  register(program) {
    program
      .command('worth')
      .description(
        'what ML is worth: orders, fee, margin and cost of serving per 1,000 recommendations, with no model, each plan and each profile; on later orders',
      )
      .addOption(
        new Option('--on <what>', 'a simulated city and the truth behind it, or the orders that are stored')
          .choices(['city', 'database'])
          .default('city'),
      )
      .option('--restaurants <n>', 'of the city', readWhole(50, 100_000), 1000)
      .option('--users <n>', 'of the city', readWhole(50, 1_000_000), 2000)
      .option('--days <n>', 'that they live through', readWhole(30, 3650), 90)
      .option(
        '--city-seed <n>',
        'another seed, another city',
        readWhole(0, 4_294_967_295),
        defaultCityOptions.seed,
      )
      .option('--orders <n>', 'later orders to replay, at most', readWhole(10, 100_000), 1000)
      .option('--seed <n>', 'of training and intervals', readWhole(0, 4_294_967_295), 1)
      .option('--open-now', 'of the database: rank only what was open at the time')
      .option('--cpu-hour-price <money>', 'what an hour of one processor costs', readMoney, 0.04)
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run(options: Options): Promise<void> {
  const { about, report, more } = options.on === 'city' ? await onCity(options) : await onDatabase(options)
  const { cpuHourPrice } = options
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...more, cpuHourPrice, ...report })}\n`
      : renderWorth(report, { about, cpuHourPrice }),
  )
}

interface Measured {
  readonly about: string
  readonly report: WorthReport
  readonly more: Readonly<Record<string, unknown>>
}

async function onCity({ restaurants, users, days, citySeed, orders, seed }: Options): Promise<Measured> {
  return withProgress(async (onProgress) => {
    const city = generateCity({ restaurants, users, days, seed: citySeed })
    const report = await cityWorth(city, { seed, maxOrders: orders, predictMs: busyMs, clockMs, onProgress })
    const about = `Porto Claro, seed ${citySeed}: ${restaurants} restaurants, ${users} users, ${days} days.`
    return { about, report, more: { city: city.options } }
  })
}

/** With the profiles as they are published there. */
async function onDatabase({ orders, seed, openNow = false }: Options): Promise<Measured> {
  const { dataset, profiles } = await withDatabase(async ({ database }) => {
    const store = createProfileStore({ database, now: () => new Date() })
    await store.ensureShipped()
    return { dataset: await readDataset(database), profiles: (await store.live()).profiles }
  })
  const usable = trainingRows(dataset).length
  const reason = tooLittle(dataset) ?? (usable < leastOrders ? `There are only ${usable} orders.` : null)
  if (reason) throw new Problem('conflict', { detail: `${reason} Import more, or measure on the city.` })
  return withProgress(async (onProgress) => {
    const report = await replayWorth(dataset, {
      seed,
      maxOrders: orders,
      openNow,
      truth: null,
      profiles: Object.fromEntries(profiles.map(({ key, settings }) => [key, settings])),
      predictMs: busyMs,
      clockMs,
      onProgress,
    })
    const { catalogue, users } = dataset
    const about =
      `The stored data: ${catalogue.size} restaurants, ${users.length} users, ${usable} orders.` +
      (catalogue.costPerOrder.some((cost) => cost > 0)
        ? ''
        : ' No cost per order is known: the margin is the fee.')
    return { about, report, more: { openNow } }
  })
}

/** Fewer leave nothing to learn from once they are cut into earlier and later ones. */
const leastOrders = 100

async function withProgress<T>(work: (onProgress: (share: number) => void) => Promise<T>): Promise<T> {
  const progress = createProgress('Measuring', 100)
  try {
    return await work((share) => progress.update(Math.round(100 * share)))
  } finally {
    progress.stop()
  }
}

/** Processor time of this process, ms: others on the machine do not count. */
function clockMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function readMoney(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  throw new InvalidArgumentError('It is an amount of money, such as 0.04.')
}
