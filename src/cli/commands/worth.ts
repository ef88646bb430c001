import { InvalidArgumentError } from 'commander'
import { generateCity } from '../../../seed/city.ts'
import { defaultCityOptions } from '../../../seed/options.ts'
import { cityWorth } from '../../jobs/worth/city-worth.ts'
import type { Plan } from '../../ranking/types.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { createProgress } from '../progress.ts'
import { renderWorth } from '../worth-report.ts'

interface Options {
  readonly restaurants: number
  readonly users: number
  readonly days: number
  readonly citySeed: number
  readonly orders: number
  readonly seed: number
  readonly cpuHourPrice?: number
  readonly json?: true
}

/** `worth`: what a list brings and costs with no model, with each plan and with each profile. */
export const worth: Command = {
  register(program) {
    program
      .command('worth')
      .description(
        'what ML is worth: orders, fee, margin and work per 1,000 recommendations, with no model, each plan and each profile; on later orders of a simulated city and on the truth behind them; needs no database',
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
      .option('--cpu-hour-price <money>', 'also tells the cost of serving in money', readMoney)
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run(options: Options): Promise<void> {
  const { restaurants, users, days, citySeed, orders, seed, cpuHourPrice } = options
  const progress = createProgress('Measuring', 100)
  try {
    const city = generateCity({ restaurants, users, days, seed: citySeed })
    const report = await cityWorth(city, {
      seed,
      maxOrders: orders,
      predictMs: usualMs,
      clockMs: () => performance.now(),
      onProgress: (share) => progress.update(Math.round(100 * share)),
    })
    progress.stop()
    const result = { city: city.options, ...report }
    process.stdout.write(
      options.json ? `${JSON.stringify(result)}\n` : renderWorth(result, cpuHourPrice ?? null),
    )
  } finally {
    progress.stop()
  }
}

/** p95 that the planner is told, ms: of a busy process, since an idle one never has to choose. */
const usualMs = ({ name, candidates }: Plan): number => {
  const perThousand = { popular: 4, fast: 15, full: 40 }[name]
  return { popular: 1, fast: 3, full: 4 }[name] + (perThousand * candidates) / 1000
}

function readMoney(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  throw new InvalidArgumentError('It is an amount of money, such as 0.04.')
}
