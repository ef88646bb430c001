import { readConfig } from '../../config.ts'
import type { KeyFile } from '../../keys/key-file.ts'
import { StartError } from '../../main/start-error.ts'
import type { RunningService } from '../../main.ts'
import { loggerOptions } from '../../monitoring/logger.ts'
import type { Command } from '../command.ts'
import { packageVersion } from '../package-version.ts'
import { createStartReport } from '../start-report.ts'

export const serve: Command = {
  register(program) {
    program
      .command('serve')
      .description('start the service: the database, the city, a first model, then the API')
      .action(run)
  },
}

async function run(): Promise<void> {
  // Here, so that the other commands don't pay for it.
  const [{ build }, { default: closeWithGrace }, { default: pino }] = await Promise.all([
    import('../../main.ts'),
    import('close-with-grace'),
    import('pino'),
  ])
  const config = readConfig(process.env)
  const report = createStartReport(process.stderr)
  const logger = pino(loggerOptions(config.logLevel ?? (process.stdout.isTTY ? 'warn' : 'info')))
  const abort = new AbortController()
  const building = build(config, {
    logger,
    version: packageVersion,
    signal: abort.signal,
    onProgress: report.step,
  })
  // Once more than requests may take: the database has to stop too.
  const grace = closeWithGrace(
    { delay: config.shutdownDrainMs + config.shutdownGraceMs + 20_000, logger: false },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'something unforeseen happened; stopping')
      else if (signal) report.line(`${signal}: finishing what is under way; once more to stop at once.`)
      abort.abort(new StartError('Stopped before it had started.'))
      const service = await building.catch(() => null)
      // Orchestrators send SIGTERM; who presses Ctrl-C waits.
      await service?.close(signal === 'SIGTERM' ? config.shutdownDrainMs : 0)
    },
  )
  try {
    const service = await building
    report.end()
    process.stdout.write(banner(service))
  } catch (error) {
    report.end()
    if (abort.signal.aborted) return
    grace.uninstall()
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

function banner({ url, firstKeys }: RunningService): string {
  const key = firstKeys?.app ?? '<key>'
  const lines = [
    `Maitre serves ${url}`,
    `  documentation   ${url}/docs`,
    `  administration  ${url}/admin`,
    ...(firstKeys ? keyLines(firstKeys) : []),
    'A first request:',
    `  curl -s ${url}/v1/recommendations -H 'X-API-Key: ${key}' -H 'Content-Type: application/json' \\`,
    `    -d '{"context": {}, "limit": 5}'`,
    '',
  ]
  return lines.join('\n')
}

function keyLines(keys: KeyFile): string[] {
  return [
    'The keys of this first start, shown once (and kept in keys.json of the data folder):',
    ...Object.entries(keys).map(([role, key]) => `  ${role.padEnd(8)} ${key}`),
  ]
}
