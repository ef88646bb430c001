import cluster from 'node:cluster'
import closeWithGrace from 'close-with-grace'
import type { Config } from '../../config.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../db/embedded.ts'
import { fromWorkerSchema } from '../../main/workers/messages.ts'
import { createSupervisor, type WorkerEvents, type WorkerProcess } from '../../main/workers/supervisor.ts'
import { mainFile } from '../main-file.ts'
import { createStartReport } from '../start-report.ts'
import { banner } from './banner.ts'
import { openLogger } from './open-logger.ts'
import { stopAfterMs } from './stop-after.ts'

/**
 * Starts `config.workers` processes that answer on one port and looks after them; this one answers nothing itself. It keeps the embedded database
 * running while processes come and go.
 */
export async function serveWithWorkers(config: Config): Promise<void> {
  const report = createStartReport(process.stderr)
  const logger = openLogger(config)
  let postgres: Promise<EmbeddedPostgres | null> = Promise.resolve(null)
  const holdDatabase = () => {
    if (config.databaseUrl !== undefined) return
    postgres = openEmbeddedPostgres(config.dataDir, { keepsAlive: true }).catch((err: Error) => {
      logger.warn({ err }, 'the workers have the database to themselves')
      return null
    })
  }
  // The command line itself, whatever started it: nothing is to be prepared or compiled again.
  cluster.setupPrimary({ exec: mainFile, args: ['serve'] })

  const supervisor = createSupervisor({
    wanted: config.workers,
    fork,
    clockMs: () => performance.now(),
    onStep: ({ step, done, total }) => report.step(step, done, total),
    onReady(ready) {
      report.end()
      holdDatabase()
      process.stdout.write(banner(ready))
    },
    onFailed(message) {
      report.end()
      grace.uninstall()
      if (message !== null) process.stderr.write(`${message}\n`)
      process.exitCode = 1
      supervisor.kill()
      supervisor.close()
    },
    onReplaced: (worker, how, inMs) => logger.error({ worker, how, inMs }, 'a worker ended; it is replaced'),
  })
  const grace = closeWithGrace(
    {
      // Once more than a worker may take.
      delay: stopAfterMs(config) + 10_000,
      logger: false,
      onSecondSignal: () => supervisor.kill(),
    },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'something unforeseen happened; stopping')
      else if (signal) report.line(`${signal}: finishing what is under way; once more to stop at once.`)
      await supervisor.stop(signal === 'SIGTERM')
      supervisor.close()
      await (await postgres)?.close()
    },
  )
}

function fork({ onMessage, onExit }: WorkerEvents): WorkerProcess {
  const worker = cluster.fork()
  worker.on('message', (given: unknown) => {
    // Whatever else a process sends is not for us.
    const message = fromWorkerSchema.safeParse(given)
    if (message.success) onMessage(message.data)
  })
  worker.on('error', () => {})
  worker.process.once('exit', (code, signal) => onExit(signal ?? `code ${code}`))
  return {
    send(message) {
      if (worker.isConnected()) worker.send(message, () => {})
    },
    kill: () => void worker.process.kill('SIGKILL'),
  }
}
