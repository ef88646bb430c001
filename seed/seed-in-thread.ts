import { spawnWorker } from '../src/relevance/spawn-worker.ts'
import type { CityOptions } from './options.ts'
import type { WrittenCity } from './write-city.ts'

/** What the seeding thread is started with. */
export interface SeedTask {
  readonly databaseUrl: string
  readonly options: Partial<CityOptions>
}

/** What it answers: some progress, then one outcome. */
export type SeedMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly written: WrittenCity | null }
  | { readonly kind: 'failed'; readonly message: string }

export interface SeedInThread extends SeedTask {
  readonly onProgress?: (done: number, total: number) => void
  /** Ends the thread at once; the next `seedDatabase` ends what it began. */
  readonly signal?: AbortSignal
}

/**
 * `seedDatabase` in a worker thread with connections of its own: imagining a city takes seconds without a pause, and whoever asks
 * whether we are alive is answered meanwhile.
 * @throws the signal's reason when it aborts, and whatever `onProgress` throws
 */
export async function seedInThread(request: SeedInThread): Promise<WrittenCity | null> {
  const { onProgress, signal, ...task } = request
  signal?.throwIfAborted()
  const worker = spawnWorker(import.meta.url, 'seed', { workerData: task })
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`seeding ended early, with code ${code}`)))
      worker.on('message', (message: SeedMessage) => {
        if (message.kind === 'done') resolve(message.written)
        else if (message.kind === 'failed') reject(new Error(`seeding failed: ${message.message}`))
        else
          try {
            onProgress?.(message.done, message.total)
          } catch (error) {
            reject(error)
          }
      })
    })
  } finally {
    await worker.terminate()
  }
}
