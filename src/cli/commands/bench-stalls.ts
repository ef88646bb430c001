import type { Command as Commander } from 'commander'
import { readConfig } from '../../config.ts'
import { sectionAsMarkdown, sectionAsText } from '../bench/section.ts'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'

interface Options {
  readonly logged: number
  readonly asked: string
  readonly markdown?: true
}

/** `maitre bench stalls` */
export function registerBenchStalls(bench: Commander): void {
  bench
    .command('stalls')
    .description('how long each analysis, asked for the most that it gives, keeps everybody else waiting')
    .option('--logged <n>', 'decisions in the log', readWhole(1, 100_000), 20_000)
    .option('--asked <texts>', 'only what has one of these in its name, parted by commas', '')
    .option('--markdown', 'a table for the documentation')
    .action(run)
}

async function run({ logged, asked, markdown }: Options): Promise<void> {
  const config = readConfig(process.env)
  const { runStalls } = await import('../bench/stalls/run-stalls.ts')
  const report = createStartReport(process.stderr)
  try {
    const section = await runStalls(config, { logged, asked, onProgress: report.step })
    report.end()
    process.stdout.write(`${(markdown ? sectionAsMarkdown : sectionAsText)(section)}\n`)
  } finally {
    report.end()
  }
}
