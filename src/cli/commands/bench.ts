import { readConfig } from '../../config.ts'
import type { BenchReport } from '../bench/run.ts'
import type { Command } from '../command.ts'
import { createStartReport } from '../start-report.ts'
import { renderTable } from '../table.ts'
import { registerBenchLay } from './bench-lay.ts'
import { registerBenchLoad } from './bench-load.ts'
import { registerBenchSoak } from './bench-soak.ts'

interface Options {
  readonly quick?: true
  readonly here?: true
  readonly json?: true
}

export const bench: Command = {
  register(program) {
    const command = program
      .command('bench')
      .description('measure the ranking core, a request in process, and HTTP beside a bare Express')
      .option('--quick', '3 seconds a measurement instead of 10')
      .option('--here', 'on the database of the environment, instead of a city made for the purpose')
      .option('--json', 'one JSON line')
      .action(run)
    registerBenchLay(command)
    registerBenchLoad(command)
    registerBenchSoak(command)
  },
}

async function run(options: Options): Promise<void> {
  const config = readConfig(process.env)
  const { runBench } = await import('../bench/run.ts')
  const report = createStartReport(process.stderr)
  try {
    const measured = await runBench(config, {
      quick: options.quick ?? false,
      here: options.here ?? false,
      onProgress: report.step,
    })
    report.end()
    process.stdout.write(options.json ? `${JSON.stringify(measured)}\n` : `${asText(measured)}\n`)
  } finally {
    report.end()
  }
}

function asText({ machine, restaurants, modelVersion, ranking, inProcess, http }: BenchReport): string {
  return [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; ${restaurants} restaurants, ${modelVersion ?? 'no model'}`,
    '',
    'Ranking core',
    renderTable(
      ['plan', 'scored', 'median ms', 'p99 ms', 'ns/candidate', 'runs'],
      ranking.map((row) => [
        row.plan,
        row.candidates.toFixed(0),
        row.medianMs.toFixed(3),
        row.p99Ms.toFixed(3),
        row.nsPerCandidate.toFixed(0),
        row.runs,
      ]),
    ),
    '',
    `One request in process: median ${inProcess.medianMs.toFixed(2)} ms, p99 ${inProcess.p99Ms.toFixed(2)} ms (${inProcess.runs} runs)`,
    '',
    'HTTP',
    renderTable(
      ['what', 'connections', 'requests/s', 'median ms', 'p99 ms', 'bytes', 'failed'],
      http.map((row) => [
        row.what,
        row.connections,
        row.requestsPerSecond.toFixed(0),
        row.medianMs.toFixed(1),
        row.p99Ms.toFixed(1),
        row.bytesPerAnswer,
        row.failed,
      ]),
    ),
  ].join('\n')
}
