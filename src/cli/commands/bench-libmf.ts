import type { Command as Commander } from 'commander'
import { machineNow } from '../bench/machine.ts'
import { sectionAsMarkdown, sectionAsText } from '../bench/section.ts'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'

interface Options {
  readonly k: number
  readonly threads: number
  readonly rounds: number
  readonly quick?: true
  readonly markdown?: true
}

/** `maitre bench libmf <train> <test>` */
export function registerBenchLibmf(bench: Commander): void {
  bench
    .command('libmf <train> <test>')
    .description(
      'our collaborative model beside libmf on the same split (LightGCN form); wants libmf, which is no dependency: npm install --no-save libmf@0.2.0',
    )
    .option('--k <items>', 'length of the lists', readWhole(1, 1000), 20)
    .option('--threads <n>', 'of both', readWhole(1, 64), 1)
    .option('--rounds <n>', 'of all, in turns', readWhole(1, 20), 3)
    .option('--quick', 'few factors and rounds: whether it runs, not how well')
    .option('--markdown', 'as it stands in the documentation')
    .action(run)
}

async function run(train: string, test: string, options: Options): Promise<void> {
  const { runContest } = await import('../bench/libmf/run-contest.ts')
  const { contenders, quickContenders } = await import('../bench/libmf/contenders.ts')
  const report = createStartReport(process.stderr)
  try {
    const section = await runContest({
      ...options,
      train,
      test,
      contenders: options.quick ? quickContenders : contenders,
      onProgress: report.step,
    })
    report.end()
    const print = options.markdown ? sectionAsMarkdown : sectionAsText
    process.stdout.write(`${machineNow()}.\n\n${print(section)}\n`)
  } finally {
    report.end()
  }
}
