import { InvalidArgumentError, Option } from 'commander'
import { objectiveKeys } from '../../profiles/schema.ts'
import type { Command } from '../command.ts'
import { parseGuardrail, readWhole } from '../options.ts'
import { renderSolution } from '../solve-report.ts'
import { withAnalyses } from '../with-analyses.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  profile?: string
  maximise: (typeof objectiveKeys)[number]
  keep: Kept[]
  sample: number
  source: 'any' | 'log' | 'orders'
  seed: number
  json?: true
}

type Kept = NonNullable<ReturnType<typeof parseGuardrail>>

/** `solve`: weights for the most of one objective within guardrails. */
export const solve: Command = {
  register(program) {
    program
      .command('solve')
      .description('weights for the most of one objective while others keep their bounds, from past requests')
      .option('--profile <reference>', 'what to start from and compare with; default: the default profile')
      .addOption(
        new Option('--maximise <objective>', 'what there should be most of')
          .choices(objectiveKeys)
          .makeOptionMandatory(),
      )
      .option(
        '--keep <bound>',
        'relevance>=97%, ndcg>=99%, revenue>=0.4, newPlaces>=0.1, wait<=35, p95<=100; repeat for more; % is of the best',
        collect,
        [],
      )
      .option('--sample <n>', 'past requests', readWhole(1, 20_000), 1000)
      .addOption(
        new Option('--source <which>', 'past recommendations, or moments just before past orders')
          .choices(['any', 'log', 'orders'])
          .default('any'),
      )
      .option('--seed <n>', 'draws the sample and who is held out', readWhole(0, 4_294_967_295), 1)
      .option('--json', 'one JSON line')
      .action(run)
  },
}

function collect(text: string, before: Kept[]): Kept[] {
  const kept = parseGuardrail(text)
  if (kept) return [...before, kept]
  throw new InvalidArgumentError('It is such as relevance>=97%, newPlaces>=0.1, wait<=35 or p95<=100.')
}

async function run(options: Options): Promise<void> {
  const { sample: limit, seed, source, maximise, keep } = options
  const report = await withDatabase(({ database }) =>
    withAnalyses(database, ({ analyses }) =>
      analyses.solve({
        profile: options.profile ?? null,
        limit,
        seed,
        source,
        since: null,
        maximise,
        guardrails: keep.flatMap((kept) => (kept.measure === 'p95' ? [] : [kept])),
        maxP95Ms: keep.find(({ measure }) => measure === 'p95')?.value ?? null,
      }),
    ),
  )
  process.stdout.write(`${options.json ? JSON.stringify(report) : renderSolution(report)}\n`)
}
