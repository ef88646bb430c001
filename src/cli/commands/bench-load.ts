import type { Command as Commander } from 'commander'
import { Option } from 'commander'
import { readConfig } from '../../config.ts'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'

interface Options {
  readonly seconds: number
  readonly budget: number
  readonly arrivals: 'poisson' | 'constant'
  readonly seed: number
  readonly quick?: true
  readonly here?: true
  readonly json?: true
}

const loads = [0.5, 0.75, 1, 1.5, 2, 3]

/** `maitre bench load` */
export function registerBenchLoad(bench: Commander): void {
  bench
    .command('load')
    .description(
      'offer one process from half to three times what it can do, with the planner and admission control and without',
    )
    .option('--seconds <n>', 'of each measurement', readWhole(1, 600), 5)
    .option('--budget <ms>', 'latency budget of each request', readWhole(1, 10_000), 100)
    .addOption(
      new Option('--arrivals <process>', 'how requests come')
        .choices(['poisson', 'constant'])
        .default('poisson'),
    )
    .option('--seed <n>', 'of the arrivals', readWhole(0, 4_294_967_295), 1)
    .option('--quick', 'two loads of 2 seconds: whether it runs, not how fast')
    .option('--here', 'on the database of the environment, instead of a city made for the purpose')
    .option('--json', 'one JSON line')
    .action(run)
}

async function run(options: Options): Promise<void> {
  const config = readConfig(process.env)
  const { runLoad } = await import('../bench/load/run-load.ts')
  const { loadAsText } = await import('../bench/load/report-load.ts')
  const report = createStartReport(process.stderr)
  try {
    const measured = await runLoad(config, {
      here: options.here ?? false,
      seconds: options.quick ? 2 : options.seconds,
      loads: options.quick ? [0.5, 3] : loads,
      budgetMs: options.budget,
      process: options.arrivals,
      seed: options.seed,
      onProgress: report.step,
    })
    report.end()
    process.stdout.write(`${options.json ? JSON.stringify(measured) : loadAsText(measured)}\n`)
  } finally {
    report.end()
  }
}
