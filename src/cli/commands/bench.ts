import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Option } from 'commander'
import { readConfig } from '../../config.ts'
import { projectRoot } from '../../db/project-root.ts'
import type { BenchOptions, BenchReport, PieceName } from '../bench/run.ts'
import { sectionAsMarkdown, sectionAsText } from '../bench/section.ts'
import { replaceBetween } from '../bench/write-table.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'
import { registerBenchGrowth } from './bench-growth.ts'
import { registerBenchLay } from './bench-lay.ts'
import { registerBenchLibmf } from './bench-libmf.ts'
import { registerBenchLoad } from './bench-load.ts'
import { registerBenchSoak } from './bench-soak.ts'
import { registerBenchStalls } from './bench-stalls.ts'

interface Options {
  readonly quick?: true
  readonly here?: true
  readonly only?: PieceName
  readonly json?: true
  readonly write?: true
  readonly svg?: string
  readonly rounds: number
  readonly seconds: number
}

export const bench: Command = {
  register(program) {
    // What stands behind `load`, `growth` and the like is theirs: `--quick` and `--rounds` exist here too.
    const command = program
      .enablePositionalOptions()
      .command('bench')
      .enablePositionalOptions()
      .description(
        'measure everything in one run: ranking core, request, HTTP beside a bare Express, batches, look-ups, swaps, ingestion, import, start, size',
      )
      .option('--quick', 'as little as possible of each: whether it runs, not how fast')
      .option('--here', 'on the database of the environment, instead of a city made for the purpose')
      .addOption(
        new Option('--only <piece>', 'nothing but this').choices([
          'ranking-core',
          'in-process',
          'http',
          'batches',
          'look-ups',
          'swap',
          'cores',
          'ingestion',
          'import',
        ] satisfies PieceName[]),
      )
      .option(
        '--rounds <n>',
        'of each measurement, in turns with what it is compared with',
        readWhole(1, 100),
        5,
      )
      .option('--seconds <n>', 'of each round', readWhole(1, 60), 2)
      .option('--svg <file>', 'draws latency against throughput of batches')
      .option('--write', 'put the tables into docs/benchmarks.md, and the curves beside them')
      .option('--json', 'one JSON line')
      .action(run)
    registerBenchGrowth(command)
    registerBenchLay(command)
    registerBenchLibmf(command)
    registerBenchLoad(command)
    registerBenchSoak(command)
    registerBenchStalls(command)
  },
}

async function run({ json, write, svg, rounds, seconds, ...options }: Options): Promise<void> {
  const {
    quick = false,
    here = false,
    only = null,
  }: Partial<Pick<BenchOptions, 'quick' | 'here' | 'only'>> = options
  const config = readConfig(process.env)
  const { runBench } = await import('../bench/run.ts')
  const report = createStartReport(process.stderr)
  try {
    const measured = await runBench(config, { quick, here, only, rounds, seconds, onProgress: report.step })
    report.end()
    process.stdout.write(json ? `${JSON.stringify(measured)}\n` : `${asText(measured)}\n`)
    const { chart } = measured.sections.find((section) => section.chart) ?? {}
    if (svg !== undefined && chart) await writeFile(svg, chart.svg)
    if (write) await writeTables(measured)
  } finally {
    report.end()
  }
}

const asText = ({ machine, data, sections }: BenchReport): string =>
  [machine, data, '', ...sections.flatMap((section) => [sectionAsText(section), ''])].join('\n')

async function writeTables({ machine, data, sections }: BenchReport): Promise<void> {
  const file = join(projectRoot, 'docs', 'benchmarks.md')
  const tables = [`${machine}. ${data}.`, ...sections.map(sectionAsMarkdown)].join('\n\n')
  await writeFile(file, replaceBetween(await readFile(file, 'utf8'), 'bench', tables))
  for (const chart of sections.flatMap((section) => section.chart ?? [])) {
    await writeFile(join(projectRoot, 'docs', 'images', `${chart.name}.svg`), chart.svg)
  }
}
