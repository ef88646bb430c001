import { Option, type Command as Program } from 'commander'
import { plainRequest } from '../../serving/past-requests.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { renderSampledShift, renderShift } from '../shift-report.ts'
import { withAnalyses } from '../with-analyses.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  user?: string
  sample?: number
  source: 'any' | 'log' | 'orders'
  seed: number
  profile?: string
  points: number
  k: number
  anyTime?: true
  json?: true
}

const mostSampledPoints = 11

/** `shift`: one list, or those of past requests, taken apart objective by objective. */
export const shift: Command = {
  register(program) {
    program
      .command('shift')
      .description('take one list, or past ones, apart: each objective left out, each weight swept')
      .addOption(
        new Option('--user <id>', 'whose list, now; default: somebody new').conflicts([
          'sample',
          'source',
          'seed',
        ]),
      )
      .addOption(
        new Option('--sample <n>', 'past requests to take apart, instead of one list')
          .argParser(readWhole(1, 500))
          .conflicts('anyTime'),
      )
      .addOption(
        new Option('--source <which>', 'past recommendations, or moments just before past orders')
          .choices(['any', 'log', 'orders'])
          .default('any'),
      )
      .option('--seed <n>', 'draws the sample and the intervals', readWhole(0, 4_294_967_295), 1)
      .option('--profile <reference>', 'a key, key@revision or draft:key; default: the default profile')
      .option('--points <n>', 'points of each sweep, from 0 to 1', readWhole(2, 101), 5)
      .option('--k <n>', 'depth of the overlap', readWhole(1, 100), 10)
      .option('--any-time', 'closed places too')
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run(options: Options, program: Program): Promise<void> {
  const { user, profile = null, sample, source, seed, points, k, anyTime, json } = options
  if (sample !== undefined && points > mostSampledPoints) {
    program.error(
      `error: a sample is swept in at most ${mostSampledPoints} points; give --points that or less`,
    )
  }
  const asked = { profile, points, k }
  const text = await withDatabase(({ database }) =>
    withAnalyses(database, async ({ analyses }) => {
      if (sample !== undefined) {
        const report = await analyses.shiftSample({ ...asked, limit: sample, seed, source, since: null })
        return json ? JSON.stringify(report) : renderSampledShift(report)
      }
      const request = plainRequest({ userId: user ?? null, openNow: !anyTime })
      const report = await analyses.shift({ ...asked, request })
      return json ? JSON.stringify(report) : renderShift(report)
    }),
  )
  process.stdout.write(`${text}\n`)
}
