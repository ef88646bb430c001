import { buildCatalogue } from '../../catalog/build-catalogue.ts'
import { membersOf, namedMarkets } from '../../catalog/named-markets.ts'
import { createRestaurantStore } from '../../catalog/restaurant-store.ts'
import type { Database } from '../../db/client.ts'
import { createTrainingJobs } from '../../jobs/training-jobs.ts'
import { createMarketModels } from '../../relevance/market-models.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'
import { seedFrom } from './train.ts'

/** `train-jobs`: training that waits for whichever worker has time. */
export const trainJobs: Command = {
  register(program) {
    const command = program
      .command('train-jobs')
      .description('what is to be trained, for `maitre train-worker` on any machine of the database')
    command
      .command('add')
      .description('put training into the queue: of everything, of one market, or of each market')
      .option('--market <restaurant>', 'of the market that this restaurant lies in')
      .option('--all-markets', 'of each market, one job each')
      .option(
        '--least <n>',
        'with --all-markets: of those with so many restaurants or more',
        readWhole(1, 1e9),
        1,
      )
      .option('--seed <number>', 'same data, settings and seed, same model', seedFrom, 1)
      .option('--search-seconds <n>', 'look for better settings for so long first', readWhole(0, 86_400), 0)
      .option('--reason <text>', 'why, for the audit')
      .action(add)
    command
      .command('list')
      .description('the latest jobs and what came of them')
      .option('--limit <n>', 'so many', readWhole(1, 1000), 50)
      .option('--json', 'one line of JSON a job')
      .action(list)
    command
      .command('markets')
      .description('the markets: restaurants that lie within 20 km of each other, by one of them')
      .option('--json', 'one line of JSON a market')
      .action(markets)
  },
}

interface AddOptions {
  readonly market?: string
  readonly allMarkets?: true
  readonly least: number
  readonly seed: number
  readonly searchSeconds: number
  readonly reason?: string
}

async function add({ market, allMarkets, least, seed, searchSeconds, reason }: AddOptions): Promise<void> {
  await withDatabase(async ({ database }) => {
    const jobs = createTrainingJobs(database)
    const options = { seed, searchSeconds, force: false }
    let added = 0
    for (const one of await marketsMeant(database, market, allMarkets ?? false, least)) {
      const id = await jobs.add({ market: one, options, actor: 'cli', reason: reason ?? null })
      if (id !== null) added++
    }
    const what = added === 1 ? '1 job waits' : `${added} jobs wait`
    process.stdout.write(`${what} for a worker; those of which one waited already are not added.\n`)
  })
}

async function marketsMeant(
  database: Database,
  market: string | undefined,
  all: boolean,
  least: number,
): Promise<(string | null)[]> {
  if (market === undefined && !all) return [null]
  const catalogue = buildCatalogue(await createRestaurantStore({ database }).loadAll())
  if (market === undefined) {
    const named = namedMarkets(catalogue).filter(({ restaurants }) => restaurants >= least)
    return named.map((each) => each.market)
  }
  membersOf(catalogue, market)
  return [market]
}

async function list({ limit, json }: { readonly limit: number; readonly json?: true }): Promise<void> {
  const jobs = await withDatabase(({ database }) => createTrainingJobs(database).list(limit))
  if (json) {
    process.stdout.write(jobs.map((job) => `${JSON.stringify(job)}\n`).join(''))
    return
  }
  const rows = jobs.map(({ id, market, status, attempts, worker, runId, error }) => [
    id,
    market ?? 'everything',
    status,
    String(attempts),
    worker ?? '',
    runId ?? '',
    error ?? '',
  ])
  const head = ['job', 'market', 'status', 'attempts', 'worker', 'run', 'what was wrong']
  process.stdout.write(rows.length === 0 ? 'Nothing was ever queued.\n' : `${renderTable(head, rows)}\n`)
}

async function markets({ json }: { readonly json?: true }): Promise<void> {
  const { named, own } = await withDatabase(async ({ database }) => ({
    named: namedMarkets(buildCatalogue(await createRestaurantStore({ database }).loadAll())),
    own: new Map((await createMarketModels(database).list()).map(({ market, version }) => [market, version])),
  }))
  if (json) {
    const lines = named.map((each) => ({ ...each, version: own.get(each.market) ?? null }))
    process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    return
  }
  const rows = named.map(({ market, district, restaurants }) => [
    market,
    district ?? '',
    String(restaurants),
    own.get(market) ?? '',
  ])
  process.stdout.write(`${renderTable(['market', 'a district', 'restaurants', 'own model'], rows)}\n`)
}
