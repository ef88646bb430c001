import type { Command as Commander } from 'commander'
import { createExperiments, type Experiments } from '../../experiments/experiments.ts'
import type { Command } from '../command.ts'
import { renderExperiment, renderExperimentList, renderResults } from '../experiment-report.ts'
import { withDatabase } from '../with-database.ts'

/** `experiments`: which there are, what they found, and how to start and stop them. */
export const experiments: Command = {
  register(program) {
    const group = program
      .command('experiments')
      .description('experiments that split users between profiles: list, show, start, stop, results')
      .showHelpAfterError()
    registerList(group)
    registerShow(group)
    registerStart(group)
    registerStop(group)
    registerResults(group)
  },
}

interface Json {
  readonly json?: true
}

interface Step extends Json {
  readonly reason: string
}

const actor = 'cli'

function registerList(group: Commander): void {
  group
    .command('list')
    .description('the latest 100')
    .option('--json', 'one JSON line')
    .action(async ({ json }: Json) => {
      const page = await withExperiments((all) => all.list({ limit: 100, cursor: null, state: null }))
      print(json, page, page.items.length > 0 ? renderExperimentList(page.items) : 'No experiment yet.')
    })
}

function registerShow(group: Commander): void {
  named(group, 'show')
    .description('what it is, who started and stopped it, when and why')
    .action(async (key: string, { json }: Json) => {
      const experiment = await withExperiments((all) => all.get(key))
      print(json, experiment, renderExperiment(experiment))
    })
}

function registerStart(group: Commander): void {
  named(group, 'start')
    .description('split users from now on; running servers follow at once')
    .requiredOption('--reason <text>', 'why; it stays in the audit')
    .action(async (key: string, { reason, json }: Step) => {
      const experiment = await withExperiments((all) => all.start(key, { actor, reason }))
      print(json, experiment, `${key} runs since ${experiment.started?.at}.`)
    })
}

function registerStop(group: Commander): void {
  named(group, 'stop')
    .description('end it; running servers follow at once')
    .requiredOption('--reason <text>', 'why; it stays in the audit')
    .action(async (key: string, { reason, json }: Step) => {
      const experiment = await withExperiments((all) => all.stop(key, { actor, reason, because: 'person' }))
      print(json, experiment, `${key} was stopped at ${experiment.stopped?.at}.`)
    })
}

function registerResults(group: Commander): void {
  named(group, 'results')
    .description('orders, fee, margin, wait and NDCG by variant, with intervals that allow looking often')
    .action(async (key: string, { json }: Json) => {
      const results = await withExperiments((all) => all.results(key))
      print(json, results, renderResults(results))
    })
}

const named = (group: Commander, name: string) =>
  group.command(name).argument('<key>', 'the experiment').option('--json', 'one JSON line')

function withExperiments<T>(work: (experiments: Experiments) => Promise<T>): Promise<T> {
  return withDatabase(({ database }) => work(createExperiments({ database, now: () => new Date() })))
}

function print(json: true | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}
