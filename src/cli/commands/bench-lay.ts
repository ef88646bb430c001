import type { Command as Commander } from 'commander'
import { readWhole } from '../options.ts'
import { createStartReport } from '../start-report.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  readonly restaurants: number
  readonly seed: number
  readonly json?: true
}

/** `maitre bench lay <file>` */
export function registerBenchLay(bench: Commander): void {
  bench
    .command('lay <file>')
    .description(
      'fill an empty database (SEED=none, a DATA_DIR of its own) with a catalogue and lay interactions onto it: a line a user, numbers of items (LightGCN form); then train, and `bench --here`',
    )
    .option('--restaurants <n>', 'of the catalogue', readWhole(1, 100_000), 40_000)
    .option('--seed <n>', 'of what is made up', readWhole(0, 4_294_967_294), 1)
    .option('--json', 'one JSON line')
    .action(run)
}

async function run(file: string, { restaurants, seed, json }: Options): Promise<void> {
  const { readInteractionLists } = await import('../../relevance/interaction-lists.ts')
  const { layInteractions } = await import('../bench/lay-interactions.ts')
  const report = createStartReport(process.stderr)
  try {
    const lists = [...(await readInteractionLists(file)).itemsOf.values()]
    const laid = await withDatabase(({ database }) =>
      layInteractions({ database, lists, restaurants, seed, endAtMs: Date.now(), onProgress: report.step }),
    )
    report.end()
    process.stdout.write(
      json
        ? `${JSON.stringify(laid)}\n`
        : `${laid.restaurants} restaurants, ${laid.users} users, ${laid.interactions} interactions (${laid.interactionsPerSecond.toFixed(0)}/s)\n`,
    )
  } finally {
    report.end()
  }
}
