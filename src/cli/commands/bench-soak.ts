import type { Command as Commander } from 'commander'
import { readConfig } from '../../config.ts'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'

interface Options {
  readonly minutes: number
  readonly rate: number
  readonly seed: number
  readonly json?: true
}

/** `maitre bench soak` */
export function registerBenchSoak(bench: Commander): void {
  bench
    .command('soak')
    .description(
      'mixed traffic on a city made for the purpose: recommendations, interactions, publishes, catalogue changes; memory over time',
    )
    .option('--minutes <n>', 'how long', readWhole(1, 10_000), 10)
    .option('--rate <n>', 'requests per second', readWhole(1, 10_000), 50)
    .option('--seed <n>', 'of the arrivals', readWhole(0, 4_294_967_295), 1)
    .option('--json', 'one JSON line')
    .action(run)
}

/** Fails when something broke: a soak in a pipeline shall be seen to. */
async function run(options: Options): Promise<void> {
  const config = readConfig(process.env)
  const { runSoak } = await import('../bench/load/run-soak.ts')
  const { soakAsText } = await import('../bench/load/report-soak.ts')
  const report = createStartReport(process.stderr)
  try {
    const measured = await runSoak(config, {
      minutes: options.minutes,
      perSecond: options.rate,
      seed: options.seed,
      onProgress: report.step,
    })
    report.end()
    process.stdout.write(`${options.json ? JSON.stringify(measured) : soakAsText(measured)}\n`)
    if (measured.unknownFaults > 0) process.exitCode = 1
  } finally {
    report.end()
  }
}
