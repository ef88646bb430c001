import { InvalidArgumentError } from 'commander'
import { tooLittle } from '../../jobs/data-report.ts'
import { toStored } from '../../jobs/model-metrics.ts'
import { createRandom } from '../../numeric/random.ts'
import { Problem } from '../../problem/problems.ts'
import { datasetBefore, trainingRows } from '../../relevance/dataset.ts'
import { evaluateOrders } from '../../relevance/evaluate-orders.ts'
import { fitOperator } from '../../relevance/fit-operator.ts'
import { createOrderModel } from '../../relevance/models/order/order-model.ts'
import { readDataset } from '../../relevance/read-dataset.ts'
import { trainOrderModel } from '../../relevance/train-order-model.ts'
import type { Command } from '../command.ts'
import { renderOrderTable, renderReliability } from '../order-tables.ts'
import { createProgress } from '../progress.ts'
import { withDatabase } from '../with-database.ts'
import { registerEvaluateInteractions } from './evaluate-interactions.ts'
import { registerEvaluateTruth } from './evaluate-truth.ts'
import { seedFrom } from './train.ts'

export const evaluate: Command = {
  register(program) {
    const group = program
      .command('evaluate')
      .description('measure how good rankings are, on data that the model has not seen')
      .showHelpAfterError()
    group
      .command('orders')
      .description(
        'train on the earlier orders, rank all restaurants just before each later one, then reveal it',
      )
      .option('--test-share <share>', 'later part of the orders to test on', shareFrom, 0.2)
      .option('--seed <number>', 'same data and seed, same figures', seedFrom, 1)
      .option('--open-now', 'rank only what was open at the time')
      .option('--max-orders <number>', 'test on the last so many orders at most', countFrom)
      .option('--json', 'print one line of JSON')
      .action(run)
    registerEvaluateInteractions(group)
    registerEvaluateTruth(group)
  },
}

interface Options {
  readonly testShare: number
  readonly seed: number
  readonly openNow?: boolean
  readonly maxOrders?: number
  readonly json?: boolean
}

function shareFrom(text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('It is a share between 0 and 1, such as 0.2.')
}

function countFrom(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a count of orders, 1 or more.')
}

async function run({ testShare, seed, openNow = false, maxOrders, json }: Options): Promise<void> {
  const dataset = await withDatabase(({ database }) => readDataset(database))
  const rows = trainingRows(dataset)
  const split = Math.floor(rows.length * (1 - testShare))
  const from = rows[split] ?? dataset.length
  const past = datasetBefore(dataset, from)
  const reason = tooLittle(past) ?? (split === rows.length ? 'No order is left to test on.' : null)
  if (reason) throw new Problem('conflict', { detail: reason })

  const progress = createProgress('Evaluating', 100)
  try {
    const startMs = performance.now()
    const { parameters } = await trainOrderModel(past, {
      random: createRandom(seed),
      fitOperator,
      onProgress: (share) => progress.update(Math.round(share * 60)),
    })
    const trainedMs = performance.now()
    const measured = evaluateOrders(dataset, {
      from,
      seed,
      rules: { openNow },
      ...(maxOrders !== undefined && { maxOrders }),
      bind: (demand) => createOrderModel('under-test', parameters, dataset.catalogue, demand),
      onProgress: (share) => progress.update(60 + Math.round(share * 40)),
    })
    progress.stop()
    const trainSeconds = (trainedMs - startMs) / 1000
    const evaluateSeconds = (performance.now() - trainedMs) / 1000
    const result = {
      split: new Date(dataset.atMs[from]!).toISOString(),
      openNow,
      trainSeconds,
      evaluateSeconds,
    }
    process.stdout.write(json ? `${JSON.stringify({ ...result, ...measured })}\n` : render(measured, result))
  } finally {
    progress.stop()
  }
}

function render(
  measured: ReturnType<typeof evaluateOrders>,
  result: { split: string; trainSeconds: number; evaluateSeconds: number },
): string {
  const evaluation = toStored(measured)
  return [
    `${measured.orders} orders of ${measured.users} users since ${result.split}, each ranked among ${measured.restaurants} restaurants` +
      ` (trained in ${result.trainSeconds.toFixed(1)} s, evaluated in ${result.evaluateSeconds.toFixed(1)} s)`,
    renderOrderTable(evaluation),
    '',
    renderReliability(evaluation.reliability),
    '',
  ].join('\n')
}
