import { InvalidArgumentError } from 'commander'
import { type TrainOutcome, trainModel } from '../../jobs/train.ts'
import type { Command } from '../command.ts'
import { renderOrderTable, renderReliability } from '../order-tables.ts'
import { createProgress, type Progress } from '../progress.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'

export const train: Command = {
  register(program) {
    program
      .command('train')
      .description('learn a model from everything stored; a running server serves it at once')
      .option('--seed <number>', 'same data and seed, same model', seedFrom, 1)
      .option('--json', 'print one line of JSON')
      .action(run)
  },
}

export function seedFrom(text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value <= 4_294_967_295) return value
  throw new InvalidArgumentError('It is an integer from 0 to 4294967295.')
}

async function run({ seed, json }: { seed: number; json?: boolean }): Promise<void> {
  let progress: Progress | undefined
  let label = ''
  const controller = new AbortController()
  const stop = () => controller.abort(new Error('stopped; nothing was registered'))
  process.once('SIGINT', stop)
  try {
    const outcome = await withDatabase(({ database }) =>
      trainModel({
        database,
        seed,
        now: () => new Date(),
        actor: 'cli',
        signal: controller.signal,
        onProgress(step, share) {
          if (step !== label) {
            progress?.stop()
            label = step
            progress = createProgress(step, 100)
          }
          progress?.update(Math.round(share * 100))
        },
      }),
    )
    progress?.stop()
    process.stdout.write(`${json ? JSON.stringify(outcome) : render(outcome)}\n`)
    if (!outcome.trained) process.exitCode = 1
  } finally {
    progress?.stop()
    process.off('SIGINT', stop)
  }
}

function render(outcome: TrainOutcome): string {
  if (!outcome.trained) return outcome.reason
  const { version, channels, metrics, settings } = outcome
  const seconds = Object.values(metrics.timings).reduce((sum, ms) => sum + ms, 0) / 1000
  const lines = [
    `Model ${version}, served by ${channels.join(' and ')}: ${settings.interactions} interactions of ${settings.users} users` +
      ` with ${settings.restaurants} restaurants, fitted on ${settings.occasions} orders in ${seconds.toFixed(1)} s.`,
  ]
  const { evaluation } = metrics
  if (evaluation) {
    lines.push(
      '',
      `On the last ${evaluation.orders} orders, by a model that had not seen them:`,
      renderOrderTable(evaluation),
      '',
      renderReliability(evaluation.reliability),
    )
  }
  lines.push(
    '',
    'What a plan keeps of the full one:',
    renderTable(
      ['plan', 'candidates', 'NDCG@10', 'revenue'],
      metrics.planQualities.map(({ name, candidates, ndcg, revenue }) => [
        name,
        candidates,
        ndcg.toFixed(3),
        revenue.toFixed(3),
      ]),
    ),
  )
  return lines.join('\n')
}
