import { availableParallelism } from 'node:os'
import type { Command as Commander } from 'commander'
import { InvalidArgumentError } from 'commander'
import { evaluateInteractions, type InteractionsEvaluation } from '../../relevance/evaluate-interactions.ts'
import { createProgress } from '../progress.ts'
import { renderTable } from '../table.ts'

interface Options {
  readonly train: string
  readonly test: string
  readonly k: number
  readonly seed: number
  readonly threads: number
  readonly json: boolean
}

/** Adds `interactions` to the `evaluate` command. */
export function registerEvaluateInteractions(evaluate: Commander): void {
  evaluate
    .command('interactions')
    .description(
      'train the collaborative model on one file and rank all items for the users of another (LightGCN form)',
    )
    .requiredOption('--train <file>', 'lines of "user item item …" to learn from')
    .requiredOption('--test <file>', 'lines of the same form to find')
    .option('--k <items>', 'length of the lists', integerFrom(1, 10_000), 20)
    .option('--seed <number>', 'same seed, same result', integerFrom(0, 4_294_967_295), 1)
    .option('--threads <number>', 'worker threads', integerFrom(1, 256), Math.min(2, availableParallelism()))
    .option('--json', 'print one line of JSON', false)
    .action(run)
}

const integerFrom = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new InvalidArgumentError(`It is an integer from ${min} to ${max}.`)
}

async function run({ json, ...options }: Options): Promise<void> {
  const bars = { train: createProgress('Training', 100), evaluate: createProgress('Evaluating', 100) }
  try {
    const result = await evaluateInteractions({
      ...options,
      onProgress: (step, share) => bars[step].update(Math.round(share * 100)),
    })
    bars.train.stop()
    bars.evaluate.stop()
    process.stdout.write(`${json ? JSON.stringify(asJson(result)) : asTable(result)}\n`)
  } finally {
    bars.train.stop()
    bars.evaluate.stop()
  }
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

function asJson({ k, recall, ndcg, ...rest }: InteractionsEvaluation) {
  return {
    [`recall@${k}`]: round(recall, 5),
    [`ndcg@${k}`]: round(ndcg, 5),
    ...rest,
    trainSeconds: round(rest.trainSeconds, 2),
    evaluateSeconds: round(rest.evaluateSeconds, 2),
    peakRssMiB: Math.round(rest.peakRssMiB),
  }
}

function asTable(result: InteractionsEvaluation): string {
  const { settings, ...figures } = asJson(result)
  return [
    renderTable(['figure', 'value'], Object.entries(figures)),
    '',
    renderTable(['setting', 'value'], Object.entries(settings)),
  ].join('\n')
}
