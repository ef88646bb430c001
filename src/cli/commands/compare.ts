import { InvalidArgumentError, Option } from 'commander'
import type { ProfileStore } from '../../profiles/profile-store.ts'
import { parseReference } from '../../profiles/reference.ts'
import { plainRequest } from '../../serving/past-requests.ts'
import type { Command } from '../command.ts'
import { renderComparison, renderSample } from '../compare-report.ts'
import { readWhole } from '../options.ts'
import { withAnalyses } from '../with-analyses.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  profiles?: string[]
  user?: string
  sample: number
  source: 'any' | 'log' | 'orders'
  seed: number
  k: number
  json?: true
}

/** `compare`: the same requests under several profiles. */
export const compare: Command = {
  register(program) {
    program
      .command('compare')
      .description('compare profiles on past requests, or on one user: orders, revenue, margin, wait, time')
      .option('--profiles <list>', 'such as product,sales@3,draft:sales; the first is the base', readProfiles)
      .option('--user <id>', 'one request of this user, now, instead of a sample')
      .option('--sample <n>', 'past requests to compare on', readWhole(1, 20_000), 200)
      .addOption(
        new Option('--source <which>', 'past recommendations, or moments just before past orders')
          .choices(['any', 'log', 'orders'])
          .default('any'),
      )
      .option('--seed <n>', 'draws the sample and the intervals', readWhole(0, 4_294_967_295), 1)
      .option('--k <n>', 'depth of the overlap', readWhole(1, 100), 10)
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run(options: Options): Promise<void> {
  const text = await withDatabase(({ database }) =>
    withAnalyses(database, async ({ analyses, profiles }) => {
      const names = options.profiles ?? (await liveKeys(profiles))
      const asked = { sides: names.map((profile) => ({ profile })), k: options.k }
      if (options.user !== undefined) {
        const report = await analyses.compare({ request: plainRequest({ userId: options.user }), ...asked })
        if (options.json) return JSON.stringify(report)
        const stranger = report.user.known
          ? ''
          : `${options.user} is nobody we know; this is what a stranger gets.\n\n`
        return stranger + renderComparison(report)
      }
      const { sample: limit, seed, source } = options
      const report = await analyses.compareSample({ limit, seed, source, since: null, ...asked })
      return options.json ? JSON.stringify(report) : renderSample(report)
    }),
  )
  process.stdout.write(`${text}\n`)
}

/** The default first, as what the others are held against. */
async function liveKeys(profiles: ProfileStore): Promise<string[]> {
  const { profiles: live, defaultKey } = await profiles.live()
  const others = live.map(({ key }) => key).filter((key) => key !== defaultKey)
  return [defaultKey, ...others]
}

function readProfiles(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  const faulty = names.find((name) => parseReference(name) === null)
  if (faulty === undefined) return names
  throw new InvalidArgumentError(`“${faulty}” names no profile: write a key, key@revision or draft:key.`)
}
