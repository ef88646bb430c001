import { availableParallelism } from 'node:os'
import type { Command as Commander } from 'commander'
import { InvalidArgumentError } from 'commander'
import {
  type EvaluationStep,
  evaluateInteractions,
  type InteractionsEvaluation,
} from '../../relevance/evaluate-interactions.ts'
import { createProgress, type Progress } from '../progress.ts'
import { renderTable } from '../table.ts'

interface Options {
  readonly train: string
  readonly test: string
  readonly k: number
  readonly seed: number
  readonly threads: number
  readonly search: boolean
  readonly searchSeconds?: number
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
    .option('--no-search', 'take the default settings instead of choosing them from the training file')
    .option(
      '--search-seconds <n>',
      'about how long choosing the settings may take (left out: 120 to 300, by the size of the file)',
      integerFrom(1, 86_400),
    )
    .option('--json', 'print one line of JSON', false)
    .action(run)
}

const integerFrom = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new InvalidArgumentError(`It is an integer from ${min} to ${max}.`)
}

async function run({ json, ...options }: Options): Promise<void> {
  let current: EvaluationStep | undefined
  let bar: Progress | undefined
  const onProgress = (step: EvaluationStep, share: number) => {
    if (step !== current) {
      bar?.stop()
      bar = createProgress(stepNames[step], 100)
      current = step
    }
    bar?.update(Math.round(share * 100))
  }
  try {
    const result = await evaluateInteractions({ ...options, onProgress })
    bar?.stop()
    process.stdout.write(`${json ? JSON.stringify(asJson(result)) : asTable(result)}\n`)
  } finally {
    bar?.stop()
  }
}

const stepNames = { search: 'Choosing settings', train: 'Training', evaluate: 'Evaluating' } satisfies Record<
  EvaluationStep,
  string
>

const round = (value: number, digits: number) => Number(value.toFixed(digits))

function asJson({ k, recall, ndcg, ...rest }: InteractionsEvaluation) {
  return {
    [`recall@${k}`]: round(recall, 5),
    [`ndcg@${k}`]: round(ndcg, 5),
    ...rest,
    searchSeconds: round(rest.searchSeconds, 2),
    trainSeconds: round(rest.trainSeconds, 2),
    evaluateSeconds: round(rest.evaluateSeconds, 2),
    trainCpuSeconds: round(rest.trainCpuSeconds, 2),
    evaluateCpuSeconds: round(rest.evaluateCpuSeconds, 2),
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
