import cluster from 'node:cluster'
import { readConfig } from '../../config.ts'
import type { Command } from '../command.ts'

export const serve: Command = {
  register(program) {
    program
      .command('serve')
      .description('start the service: the database, the city, a first model, then the API')
      .action(run)
  },
}

async function run(): Promise<void> {
  const config = readConfig(process.env)
  // Here, so that the other commands don't pay for it.
  if (cluster.isWorker) await (await import('../serve/serve-worker.ts')).serveAsWorker(config)
  else if (config.workers > 1) await (await import('../serve/serve-primary.ts')).serveWithWorkers(config)
  else await (await import('../serve/serve-alone.ts')).serveAlone(config)
}
