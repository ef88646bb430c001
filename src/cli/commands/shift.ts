import { plainRequest } from '../../serving/past-requests.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { renderShift } from '../shift-report.ts'
import { withAnalyses } from '../with-analyses.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  user?: string
  profile?: string
  points: number
  k: number
  anyTime?: true
  json?: true
}

/** `shift`: one list taken apart, objective by objective. */
export const shift: Command = {
  register(program) {
    program
      .command('shift')
      .description('take one list apart: each objective left out, each weight swept')
      .option('--user <id>', 'whose list; default: somebody new')
      .option('--profile <reference>', 'a key, key@revision or draft:key; default: the default profile')
      .option('--points <n>', 'points of each sweep, from 0 to 1', readWhole(2, 101), 5)
      .option('--k <n>', 'depth of the overlap', readWhole(1, 100), 10)
      .option('--any-time', 'closed places too')
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run({ user, profile, points, k, anyTime, json }: Options): Promise<void> {
  const text = await withDatabase(({ database }) =>
    withAnalyses(database, async ({ analyses }) => {
      const request = plainRequest({ userId: user ?? null, openNow: !anyTime })
      const report = await analyses.shift({ request, profile: profile ?? null, points, k })
      return json ? JSON.stringify(report) : renderShift(report)
    }),
  )
  process.stdout.write(`${text}\n`)
}
