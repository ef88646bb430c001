import type { Command } from '../command.ts'
import { estimateReport } from '../estimate-report.ts'
import { readTemperature, readWhole } from '../options.ts'
import { withAnalyses } from '../with-analyses.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  profile?: string
  temperature?: number
  lists: number
  hours: number
  seed: number
  json?: true
}

/** `estimate`: what a profile would have brought, from logged lists and the orders that name them. */
export const estimate: Command = {
  register(program) {
    program
      .command('estimate')
      .description(
        'what a profile would bring, from logged lists, their propensities and the orders that name them',
      )
      .option('--profile <reference>', 'such as sales, sales@3 or draft:sales; default: the default profile')
      .option('--temperature <t>', 'exploration that it is to have; default: its own', readTemperature)
      .option('--lists <n>', 'logged lists to use, at most', readWhole(1, 20_000), 500)
      .option('--hours <n>', 'orders count so long after their list', readWhole(0, 720), 6)
      .option('--seed <n>', 'draws the sample and the intervals', readWhole(0, 4_294_967_295), 1)
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run({ profile, temperature, lists, hours, seed, json }: Options): Promise<void> {
  const report = await withDatabase(({ database }) =>
    withAnalyses(database, ({ analyses }) =>
      analyses.estimate({
        side: { profile: profile ?? null },
        temperature: temperature ?? null,
        limit: lists,
        seed,
        since: null,
        attributionHours: hours,
        maxWeight: 100,
      }),
    ),
  )
  process.stdout.write(`${json ? JSON.stringify(report) : estimateReport(report)}\n`)
}
