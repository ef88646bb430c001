import closeWithGrace from 'close-with-grace'
import type { Config } from '../../config.ts'
import { StartError } from '../../main/start-error.ts'
import { build } from '../../main.ts'
import { packageVersion } from '../package-version.ts'
import { createStartReport } from '../start-report.ts'
import { banner } from './banner.ts'
import { openLogger } from './open-logger.ts'
import { stopAfterMs } from './stop-after.ts'

/** The whole service in this process; the process ends when a signal says so. */
export async function serveAlone(config: Config): Promise<void> {
  const report = createStartReport(process.stderr)
  const logger = openLogger(config)
  const abort = new AbortController()
  const building = build(config, {
    logger,
    version: packageVersion,
    signal: abort.signal,
    onProgress: report.step,
  })
  const grace = closeWithGrace({ delay: stopAfterMs(config), logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'something unforeseen happened; stopping')
    else if (signal) report.line(`${signal}: finishing what is under way; once more to stop at once.`)
    abort.abort(new StartError('Stopped before it had started.'))
    const service = await building.catch(() => null)
    // Orchestrators send SIGTERM; who presses Ctrl-C waits.
    await service?.close(signal === 'SIGTERM' ? config.shutdownDrainMs : 0)
  })
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
