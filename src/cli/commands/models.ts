import { type Command as Commander, Option } from 'commander'
import { z } from 'zod'
import { modelMetricsSchema } from '../../jobs/model-metrics.ts'
import {
  channels,
  createModelRegistry,
  type ModelRegistry,
  type ModelVersion,
} from '../../relevance/registry.ts'
import type { Command } from '../command.ts'
import { renderOrderTable, renderReliability } from '../order-tables.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'

/** `models`: which versions there are, what each channel serves, and how to change that by hand. */
export const models: Command = {
  register(program) {
    const group = program
      .command('models')
      .description('model versions: list, show, promote, roll back')
      .showHelpAfterError()
    registerList(group)
    registerShow(group)
    registerPromote(group)
    registerRollback(group)
  },
}

interface Json {
  readonly json?: true
}

interface Change extends Json {
  readonly channel: 'latest' | 'stable'
  readonly reason: string
  readonly pin?: boolean
}

function registerList(group: Commander): void {
  group
    .command('list')
    .description('the latest 100 versions, and what each channel serves')
    .option('--json', 'one JSON line')
    .action(async ({ json }: Json) => {
      const [page, served] = await withModels((registry) =>
        Promise.all([registry.list({ limit: 100, cursor: null }), registry.channels()]),
      )
      const rows = page.items.map((model) => [
        model.version,
        model.status,
        served
          .filter(({ version }) => version === model.version)
          .map(({ channel, pinned }) => (pinned ? `${channel} (pinned)` : channel))
          .join(', ') || '–',
        model.dataTo ?? '–',
        ndcgOf(model),
      ])
      const heads = ['version', 'status', 'serves', 'data until', 'NDCG@10']
      print(json, { ...page, channels: served }, rows.length > 0 ? renderTable(heads, rows) : 'No model yet.')
    })
}

function registerShow(group: Commander): void {
  group
    .command('show')
    .argument('<version>')
    .description('what a version learnt from, and how good it was on later orders')
    .option('--json', 'one JSON line')
    .action(async (version: string, { json }: Json) => {
      const model = await withModels((registry) => registry.get(version))
      print(json, model, render(model))
    })
}

function registerPromote(group: Commander): void {
  changeOptions(group.command('promote').argument('<version>'))
    .description('let a channel serve this version; running servers follow at once')
    .action(async (version: string, { channel, reason, pin = false, json }: Change) => {
      const state = await withModels((registry) =>
        registry.promote({ channel, version, reason, pin, actor: 'cli' }),
      )
      print(json, state, `${channel} serves ${state.version}${state.pinned ? ', pinned' : ''}.`)
    })
}

function registerRollback(group: Commander): void {
  changeOptions(group.command('rollback'))
    .description('put a channel back to the version that it served before')
    .action(async ({ channel, reason, pin = false, json }: Change) => {
      const state = await withModels((registry) => registry.rollback({ channel, reason, pin, actor: 'cli' }))
      print(json, state, `${channel} serves ${state.version} again${state.pinned ? ', pinned' : ''}.`)
    })
}

function changeOptions(command: Commander): Commander {
  return command
    .addOption(new Option('--channel <name>', 'latest or stable').choices(channels).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why; it stays in the audit')
    .option('--pin', 'keep training from moving the channel')
    .option('--json', 'one JSON line')
}

const evaluatedSchema = modelMetricsSchema.pick({ evaluation: true })

function ndcgOf({ metrics }: ModelVersion): string {
  const { mean, low, high } = evaluatedSchema.safeParse(metrics).data?.evaluation?.all.model['ndcg@10'] ?? {}
  if (typeof mean !== 'number') return '–'
  return typeof low === 'number' && typeof high === 'number'
    ? `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
    : mean.toFixed(4)
}

function render(model: ModelVersion): string {
  const evaluation = evaluatedSchema.safeParse(model.metrics).data?.evaluation
  const settings = z.record(z.string(), z.unknown()).safeParse(model.settings).data ?? {}
  return [
    `${model.version}, ${model.status}, made ${model.createdAt}`,
    `  data         ${model.dataFrom ?? '–'} to ${model.dataTo ?? '–'}, hash ${model.dataHash}`,
    `  artefact     SHA-256 ${model.sha256}`,
    ...Object.entries(settings).map(([name, value]) => `  ${name.padEnd(12)} ${JSON.stringify(value)}`),
    ...(evaluation ? ['', renderOrderTable(evaluation), '', renderReliability(evaluation.reliability)] : []),
  ].join('\n')
}

function withModels<T>(work: (registry: ModelRegistry) => Promise<T>): Promise<T> {
  return withDatabase(({ database }) => work(createModelRegistry({ database, now: () => new Date() })))
}

function print(json: true | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}
