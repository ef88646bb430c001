import { InvalidArgumentError, Option } from 'commander'
import { type ObjectiveKey, objectiveKeys } from '../../profiles/schema.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { renderFrontier } from '../solve-report.ts'
import { withAnalyses } from '../with-analyses.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  profile?: string
  objectives: ObjectiveKey[]
  points: number
  sample: number
  source: 'any' | 'log' | 'orders'
  seed: number
  json?: true
}

/** `frontier`: the best that two or three objectives allow together. */
export const frontier: Command = {
  register(program) {
    program
      .command('frontier')
      .description(
        'the best that two or three objectives allow together on past requests, and what more costs',
      )
      .option('--profile <reference>', 'where we stand; default: the default profile')
      .option('--objectives <list>', 'two or three', readObjectives, ['relevance', 'revenue'])
      .option('--points <n>', 'points at most', readWhole(3, 300), 20)
      .option('--sample <n>', 'past requests', readWhole(1, 20_000), 500)
      .addOption(
        new Option('--source <which>', 'past recommendations, or moments just before past orders')
          .choices(['any', 'log', 'orders'])
          .default('any'),
      )
      .option('--seed <n>', 'draws the sample', readWhole(0, 4_294_967_295), 1)
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run({
  sample: limit,
  points: maxPoints,
  objectives,
  seed,
  source,
  ...rest
}: Options): Promise<void> {
  const report = await withDatabase(({ database }) =>
    withAnalyses(database, ({ analyses }) =>
      analyses.frontier({
        profile: rest.profile ?? null,
        limit,
        seed,
        source,
        since: null,
        objectives,
        maxPoints,
      }),
    ),
  )
  process.stdout.write(`${rest.json ? JSON.stringify(report) : renderFrontier(report)}\n`)
}

function readObjectives(text: string): ObjectiveKey[] {
  const found = text.split(',').flatMap((name) => objectiveKeys.filter((key) => key === name.trim()))
  if (
    found.length === text.split(',').length &&
    new Set(found).size === found.length &&
    found.length > 1 &&
    found.length < 4
  )
    return found
  throw new InvalidArgumentError(`It is two or three of ${objectiveKeys.join(', ')}, each once.`)
}
