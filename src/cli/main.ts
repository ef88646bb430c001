import { Command as Commander } from 'commander'
import { ConfigError } from '../config.ts'
import { codeOf, StartError } from '../main/start-error.ts'
import { Problem } from '../problem/problems.ts'
import type { Command } from './command.ts'
import { backup, restore } from './commands/backup.ts'
import { bench } from './commands/bench.ts'
import { compare } from './commands/compare.ts'
import { estimate } from './commands/estimate.ts'
import { evaluate } from './commands/evaluate.ts'
import { experiments } from './commands/experiments.ts'
import { exportCommand } from './commands/export.ts'
import { frontier } from './commands/frontier.ts'
import { importCommand } from './commands/import.ts'
import { keys } from './commands/keys.ts'
import { models } from './commands/models.ts'
import { profiles } from './commands/profiles.ts'
import { quarantineCommand } from './commands/quarantine.ts'
import { serve } from './commands/serve.ts'
import { shift } from './commands/shift.ts'
import { simulate } from './commands/simulate.ts'
import { solve } from './commands/solve.ts'
import { train } from './commands/train.ts'
import { trainJobs } from './commands/train-jobs.ts'
import { trainWorker } from './commands/train-worker.ts'
import { worth } from './commands/worth.ts'

/** Every command, in the order that `--help` shows. */
const commands: readonly Command[] = [
  serve,
  importCommand,
  exportCommand,
  quarantineCommand,
  train,
  trainJobs,
  trainWorker,
  models,
  evaluate,
  compare,
  shift,
  frontier,
  solve,
  estimate,
  worth,
  simulate,
  profiles,
  experiments,
  keys,
  backup,
  restore,
  bench,
]

const program = new Commander('maitre')
  .description('Restaurant recommendations that weigh relevance, revenue, margin, waiting and latency')
  .usage('<command> [options]   (npm run -s maitre -- <command> [options])')
  .showHelpAfterError()

for (const command of commands) command.register(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}

/** What a person can act on is said in a line; what is our own mistake keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof Problem) {
    return [error.message, ...error.errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n')
  }
  if (error instanceof ConfigError || error instanceof StartError) return error.message
  if (codeOf(error) === 'ENOENT' && error instanceof Error && 'path' in error)
    return `There is no ${error.path}.`
  if (error instanceof Error && codeOf(error)) return error.message || String(codeOf(error))
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
