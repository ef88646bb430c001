import { type Command as CommanderCommand, InvalidArgumentError } from 'commander'
import { generateCity } from '../../../seed/city.ts'
import { datasetOf } from '../../../seed/city-dataset.ts'
import { defaultCityOptions } from '../../../seed/options.ts'
import { evaluateTruth } from '../../jobs/truth/evaluate-truth.ts'
import { createRandom } from '../../numeric/random.ts'
import { Problem } from '../../problem/problems.ts'
import { datasetBefore, trainingRows } from '../../relevance/dataset.ts'
import { fitOperator } from '../../relevance/fit-operator.ts'
import { createOrderModel } from '../../relevance/models/order/order-model.ts'
import { trainOrderModel } from '../../relevance/train-order-model.ts'
import { createProgress } from '../progress.ts'
import { renderTruth } from '../truth-tables.ts'
import { seedFrom } from './train.ts'

export function registerEvaluateTruth(group: CommanderCommand): void {
  group
    .command('truth')
    .description(
      'make the simulated city, train on its earlier orders, and hold the model against the truth that made the later ones; needs no database',
    )
    .option('--restaurants <number>', 'size of the city', countFrom, defaultCityOptions.restaurants)
    .option('--users <number>', 'its users', countFrom, defaultCityOptions.users)
    .option('--days <number>', 'days that they live through', countFrom, defaultCityOptions.days)
    .option('--city-seed <number>', 'another seed, another city', seedFrom, defaultCityOptions.seed)
    .option('--seed <number>', 'of the training: same city and seed, same figures', seedFrom, 1)
    .option('--test-share <share>', 'later part of the orders to test on', shareFrom, 0.2)
    .option('--max-orders <number>', 'test on the last so many orders at most', countFrom, 4000)
    .option('--json', 'print one line of JSON')
    .action(run)
}

interface Options {
  readonly restaurants: number
  readonly users: number
  readonly days: number
  readonly citySeed: number
  readonly seed: number
  readonly testShare: number
  readonly maxOrders: number
  readonly json?: boolean
}

function countFrom(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number, 1 or more.')
}

function shareFrom(text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('It is a share between 0 and 1, such as 0.2.')
}

async function run({ restaurants, users, days, citySeed, seed, testShare, maxOrders, json }: Options) {
  const progress = createProgress('Evaluating', 100)
  try {
    const city = generateCity({ restaurants, users, days, seed: citySeed })
    progress.update(20)
    const dataset = datasetOf(city)
    const rows = trainingRows(dataset)
    const from = rows[Math.floor(rows.length * (1 - testShare))]
    if (rows.length < 50 || from === undefined) {
      throw new Problem('conflict', {
        detail: `This city has ${rows.length} orders; make it larger or let it live longer.`,
      })
    }
    const startMs = performance.now()
    const { parameters } = await trainOrderModel(datasetBefore(dataset, from), {
      random: createRandom(seed),
      fitOperator,
      onProgress: (share) => progress.update(20 + Math.round(share * 40)),
    })
    const trainSeconds = (performance.now() - startMs) / 1000
    const measured = evaluateTruth(dataset, city.truth, {
      from,
      seed,
      maxOrders,
      bind: (demand) => createOrderModel('under-test', parameters, dataset.catalogue, demand),
      onProgress: (share) => progress.update(60 + Math.round(share * 40)),
    })
    progress.stop()
    const examination = Array.from(parameters.examination, (learnt, n) => ({
      position: n + 1,
      learnt,
      truth: city.truth.examination(n + 1) / city.truth.examination(1),
    }))
    const result = { city: city.options, orders: rows.length, trainSeconds, ...measured, examination }
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : renderTruth(result))
  } finally {
    progress.stop()
  }
}
