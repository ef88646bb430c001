import type { Command as Commander } from 'commander'
import { createProfileStore, type Profile, type ProfileStore } from '../../profiles/profile-store.ts'
import type { WeightKey } from '../../profiles/weights.ts'
import type { Command } from '../command.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'

/** `profiles`: what each stakeholder's list is made of. */
export const profiles: Command = {
  register(program) {
    const group = program.command('profiles').description('objective profiles: list them and their revisions')
    registerList(group)
    registerRevisions(group)
  },
}

function registerList(group: Commander): void {
  group
    .command('list')
    .description('all profiles with what is live')
    .option('--json', 'one JSON line')
    .action(async ({ json }: { json?: true }) => {
      const found = await withProfiles((store) => store.list())
      print(json, { items: found }, renderTable(heads, found.map(rowOf)))
    })
}

function registerRevisions(group: Commander): void {
  group
    .command('revisions')
    .argument('<key>', 'the profile')
    .description('what was published, by whom, when and why; the latest 100')
    .option('--json', 'one JSON line')
    .action(async (key: string, { json }: { json?: true }) => {
      const page = await withProfiles((store) => store.revisions(key, { limit: 100, cursor: null }))
      const rows = page.items.map(({ revision, publishedAt, publishedBy, reason, normalisedWeights }) => [
        revision,
        publishedAt,
        publishedBy,
        reason,
        weightsOf(normalisedWeights),
      ])
      print(json, page, renderTable(['revision', 'published', 'by', 'reason', 'weights'], rows))
    })
}

const heads = ['profile', 'live', 'draft', 'weights', 'budget, ms', 'plans', 'model', 'guardrails']

function rowOf({ key, isDefault, live, draft }: Profile): string[] {
  const settings = (live ?? draft)?.settings
  return [
    isDefault ? `${key} (default)` : key,
    live ? String(live.revision) : '–',
    draft ? (draft.stale ? 'stale' : 'yes') : '–',
    weightsOf((live ?? draft)?.normalisedWeights),
    String(settings?.latencyBudgetMs ?? '–'),
    settings ? [...new Set([settings.minimumPlan, settings.maximumPlan])].join(' to ') : '–',
    settings?.modelChannel ?? '–',
    settings?.guardrails.map(({ objective, minShare }) => `${objective} ≥ ${minShare}`).join(', ') || '–',
  ]
}

function weightsOf(weights: Readonly<Record<WeightKey, number>> | undefined): string {
  const shown = Object.entries(weights ?? {}).filter(([, weight]) => weight > 0)
  return shown.map(([key, weight]) => `${key} ${(100 * weight).toFixed(0)} %`).join(', ') || '–'
}

function withProfiles<T>(work: (store: ProfileStore) => Promise<T>): Promise<T> {
  return withDatabase(async ({ database }) => {
    const store = createProfileStore({ database, now: () => new Date() })
    await store.ensureShipped()
    return await work(store)
  })
}

function print(json: true | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}
