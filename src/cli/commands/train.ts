import { InvalidArgumentError } from 'commander'
import { type TrainProgress, trainModel } from '../../jobs/train.ts'
import { Problem } from '../../problem/problems.ts'
import type { Command } from '../command.ts'
import { createProgress, type Progress } from '../progress.ts'
import { renderTraining } from '../train-report.ts'
import { withDatabase } from '../with-database.ts'

export const train: Command = {
  register(program) {
    program
      .command('train')
      .description(
        'learn a model from everything stored; a running server serves it at once, if the gate lets it',
      )
      .option('--seed <number>', 'same data, settings and seed, same model', seedFrom, 1)
      .option('--search-seconds <number>', 'look for better settings for so long first', secondsFrom, 0)
      .option('--force', 'train on data that look broken, and serve the result whatever the gate finds')
      .option('--reason <text>', 'why, for the audit; --force needs one')
      .option('--json', 'print one line of JSON')
      .action(run)
  },
}

interface Options {
  readonly seed: number
  readonly searchSeconds: number
  readonly force?: boolean
  readonly reason?: string
  readonly json?: boolean
}

export function seedFrom(text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value <= 4_294_967_295) return value
  throw new InvalidArgumentError('It is an integer from 0 to 4294967295.')
}

function secondsFrom(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (value <= 86_400) return value
  throw new InvalidArgumentError('It is a number of seconds from 0 to 86400.')
}

async function run({ seed, searchSeconds, force = false, reason, json }: Options): Promise<void> {
  if (force && !reason) {
    const errors = [{ path: '--reason', message: 'says why, whenever --force is given' }]
    throw new Problem('invalid-request', { errors })
  }
  const shown = createStageProgress()
  const controller = new AbortController()
  const stop = () => controller.abort(new Error('stopped from the command line'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    const outcome = await withDatabase(({ database }) =>
      trainModel({
        database,
        seed,
        searchSeconds,
        force,
        ...(reason && { reason }),
        now: () => new Date(),
        actor: 'cli',
        signal: controller.signal,
        onProgress: shown.advance,
      }),
    )
    shown.stop()
    process.stdout.write(`${json ? JSON.stringify(outcome) : renderTraining(outcome)}\n`)
    if (!outcome.trained || !outcome.accepted) process.exitCode = 1
  } catch (error) {
    if (!controller.signal.aborted) throw error
    shown.stop()
    process.stderr.write('Stopped; nothing was registered, and what was served is served on.\n')
    process.exitCode = 130
  } finally {
    shown.stop()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** One bar for the whole run on a terminal, a line a stage elsewhere; both on stderr. */
function createStageProgress() {
  const bar: Progress = createProgress('Training', 100)
  let current = ''
  return {
    advance({ stage, overall, etaSeconds }: TrainProgress) {
      bar.update(Math.round(overall * 100))
      if (stage === current) return
      current = stage
      if (process.stderr.isTTY) return
      const left = etaSeconds === null ? '' : `, about ${Math.ceil(etaSeconds)} s left`
      process.stderr.write(`${stage} … (${Math.round(overall * 100)} %${left})\n`)
    },
    stop: () => bar.stop(),
  }
}
