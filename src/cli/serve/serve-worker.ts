import closeWithGrace from 'close-with-grace'
import type { Config } from '../../config.ts'
import { StartError } from '../../main/start-error.ts'
import { openLink } from '../../main/workers/link.ts'
import type { FromWorker } from '../../main/workers/messages.ts'
import { build } from '../../main.ts'
import { packageVersion } from '../package-version.ts'
import { openLogger } from './open-logger.ts'
import { stopAfterMs } from './stop-after.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * The whole service in this process, as one of several that answer on one port. The primary says when to stop; signals that reach this
 * process too, as a terminal's do, say the same and nothing more.
 */
export async function serveAsWorker(config: Config): Promise<void> {
  const abort = new AbortController()
  let stopping: { drains: boolean } | undefined
  const stop = (drains: boolean) => {
    if (stopping) return
    stopping = { drains }
    grace.close()
  }
  let logger = openLogger(config)
  let send: (message: FromWorker) => void = () => {}
  let building: ReturnType<typeof build> | undefined
  const grace = closeWithGrace(
    { delay: stopAfterMs(config), logger: false, skip: [...signals] },
    async ({ err }) => {
      if (err) logger.fatal({ err }, 'something unforeseen happened; stopping')
      send({ kind: 'leaving' })
      abort.abort(new StartError('Stopped before it had started.'))
      const service = await building?.catch(() => null)
      await service?.close(stopping?.drains ? config.shutdownDrainMs : 0)
    },
  )
  for (const signal of signals) process.on(signal, () => stop(signal === 'SIGTERM'))
  // What the primary says is to be waited for, whatever else was loaded.
  process.channel?.ref()
  const link = await openLink(
    {
      // The primary may be gone, and then so are we in a moment.
      send: (message) => void (process.connected && process.send?.(message)),
      onMessage: (listener) => void process.on('message', listener),
    },
    { onStop: stop },
  )
  send = link.send
  logger = logger.child({ worker: link.slot })
  try {
    building = build(config, {
      logger,
      version: packageVersion,
      signal: abort.signal,
      onProgress: (step, done, total) =>
        send({
          kind: 'step',
          step,
          ...(done === undefined ? {} : { done }),
          ...(total === undefined ? {} : { total }),
        }),
      worker: link,
    })
    const { url, firstKeys } = await building
    send({ kind: 'ready', url, firstKeys })
  } catch (error) {
    if (abort.signal.aborted) return
    grace.uninstall()
    if (!(error instanceof StartError)) logger.fatal({ err: error }, 'the start failed')
    const told: FromWorker = { kind: 'failed', message: error instanceof StartError ? error.message : null }
    process.send?.(told, () => process.exit(1))
  }
}
