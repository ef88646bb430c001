import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command as Commander } from 'commander'
import { projectRoot } from '../../db/project-root.ts'
import { machineNow } from '../bench/machine.ts'
import { type Section, sectionAsMarkdown, sectionAsText } from '../bench/section.ts'
import { replaceBetween } from '../bench/write-table.ts'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'

interface Options {
  readonly quick?: true
  readonly restaurantsUpTo: number
  readonly upTo: number
  readonly rounds: number
  readonly results?: string
  readonly known?: true
  readonly svg?: string
  readonly write?: true
  readonly json?: true
}

/** `maitre bench growth` */
export function registerBenchGrowth(bench: Commander): void {
  bench
    .command('growth')
    .description(
      'what a request, a restaurant and an order cost as their number grows; in memory, a process for each size; 50 million orders take hours and 8 GB',
    )
    .option('--restaurants-up-to <n>', 'no larger catalogue', readWhole(1000, 1_000_000), 1_000_000)
    .option('--up-to <n>', 'no more orders', readWhole(100_000, 50_000_000), 10_000_000)
    .option('--rounds <n>', 'of each plan', readWhole(1, 100), 5)
    .option('--results <file>', 'a line for each measurement; those that stand there are not made again')
    .option('--known', 'measure nothing: tables and curves of what stands in --results')
    .option('--svg <file>', 'draws the curves')
    .option('--quick', 'the smallest of each: whether it runs, not how fast')
    .option('--write', 'put the tables into docs/growth.md and the curves beside them')
    .option('--json', 'one JSON line')
    .action(run)
}

async function run(options: Options): Promise<void> {
  const { runGrowth } = await import('../bench/growth/run-growth.ts')
  const { growthCharts, growthSections } = await import('../bench/growth/report-growth.ts')
  const report = createStartReport(process.stderr)
  try {
    const results = await runGrowth({
      quick: options.quick ?? false,
      restaurantsUpTo: options.restaurantsUpTo,
      ordersUpTo: options.upTo,
      rounds: options.rounds,
      resultsFile: options.results ?? null,
      onlyKnown: options.known ?? false,
      onProgress: report.step,
    })
    report.end()
    const sections = growthSections(results)
    process.stdout.write(
      options.json ? `${JSON.stringify(results)}\n` : `${sections.map(sectionAsText).join('\n\n')}\n`,
    )
    if (options.svg !== undefined) await writeFile(options.svg, growthCharts(results))
    if (options.write) await writeDocs(sections, growthCharts(results))
  } finally {
    report.end()
  }
}

async function writeDocs(sections: readonly Section[], svg: string): Promise<void> {
  const file = join(projectRoot, 'docs', 'growth.md')
  const tables = [`${machineNow()}.`, ...sections.map(sectionAsMarkdown)].join('\n\n')
  await writeFile(file, replaceBetween(await readFile(file, 'utf8'), 'growth', tables))
  await writeFile(join(projectRoot, 'docs', 'images', 'growth.svg'), svg)
}
