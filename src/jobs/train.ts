import type { Database } from '../db/client.ts'
import { type Channel, type ChannelState, createModelRegistry } from '../relevance/registry.ts'
import { spawnWorker } from '../relevance/spawn-worker.ts'
import type { ModelMetrics } from './model-metrics.ts'
import type { TrainedModel, TrainMessage, TrainStep, TrainTask } from './train-protocol.ts'

export interface TrainModelOptions {
  readonly database: Database
  readonly now: () => Date
  /** same data and seed, same artefact; default 1 */
  readonly seed?: number
  /** for the audit; default `system` */
  readonly actor?: string
  readonly onProgress?: (step: TrainStep, share: number) => void
  /** Ends the thread at once; nothing is registered then. */
  readonly signal?: AbortSignal
}

export type TrainOutcome =
  | {
      readonly trained: true
      readonly version: string
      readonly metrics: ModelMetrics
      readonly settings: TrainedModel['settings']
      /** what serves it now */
      readonly channels: readonly Channel[]
    }
  | { readonly trained: false; readonly reason: string }

/**
 * Trains on all that is stored, in a worker thread, and keeps the result as a new version that `latest` serves from then on, and
 * `stable` too when it served nothing. Too little data is an outcome, not an error; a run that is cut short leaves nothing behind.
 * @throws the signal's reason when it aborts
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainOutcome> {
  const { database, now, seed = 1, actor = 'system', signal } = options
  signal?.throwIfAborted()
  const outcome = await runThread({ databaseUrl: database.url, seed }, options)
  if (outcome.kind === 'refused') return { trained: false, reason: outcome.reason }
  signal?.throwIfAborted()
  const { metrics, settings, ...model } = outcome.model
  const registry = createModelRegistry({ database, now })
  const version = await registry.register({ ...model, metrics, settings })
  const served = await registry.channels()
  const channels = channelsFor(served)
  for (const channel of channels) {
    await registry.promote({ channel, version, actor, reason: 'trained' })
  }
  return { trained: true, version, metrics, settings, channels }
}

function channelsFor(served: readonly ChannelState[]): Channel[] {
  return served.some(({ channel }) => channel === 'stable') ? ['latest'] : ['latest', 'stable']
}

type Ended = Extract<TrainMessage, { kind: 'refused' | 'trained' }>

async function runThread(task: TrainTask, { onProgress, signal }: TrainModelOptions): Promise<Ended> {
  const worker = spawnWorker(import.meta.url, 'train', { workerData: task })
  try {
    return await new Promise<Ended>((resolve, reject) => {
      const abort = () => reject(signal?.reason)
      signal?.addEventListener('abort', abort, { once: true })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`training ended early, with code ${code}`)))
      worker.on('message', (message: TrainMessage) => {
        if (message.kind === 'progress') onProgress?.(message.step, message.share)
        else if (message.kind === 'failed') reject(new Error(`training failed: ${message.message}`))
        else resolve(message)
      })
    })
  } finally {
    await worker.terminate()
  }
}
