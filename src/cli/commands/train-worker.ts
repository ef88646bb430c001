import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { createTrainWorker } from '../../jobs/train-worker.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  readonly once?: true
  readonly pollSeconds: number
}

/** `train-worker`: trains what waits in the queue, on as many machines as run it. */
export const trainWorker: Command = {
  register(program) {
    program
      .command('train-worker')
      .description(
        'train what waits in the queue (`train-jobs add`), one job after the other, until it is stopped',
      )
      .option('--once', 'end when nothing waits')
      .option('--poll-seconds <n>', 'between two looks while nothing waits', readWhole(1, 3600), 5)
      .action(run)
  },
}

async function run({ once, pollSeconds }: Options): Promise<void> {
  const controller = new AbortController()
  const stop = () => controller.abort(new Error('the worker was stopped'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  try {
    await withDatabase(async ({ database }) => {
      const worker = createTrainWorker({
        database,
        now: () => new Date(),
        name: `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`,
        onJob: ({ id, market, attempts }) =>
          say(
            `job ${id}: ${market === null ? 'everything' : `the market of ${market}`}, attempt ${attempts} …`,
          ),
        onDone: ({ id }, error) => say(`job ${id}: ${error ?? 'done'}`),
      })
      if (!once) await worker.run(controller.signal, pollSeconds * 1000)
      else while (await worker.workOne(controller.signal));
    })
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
