import { once } from 'node:events'
import { spawnWorker } from '../../../relevance/spawn-worker.ts'
import type { LoadResult, LoadTask } from './generate.ts'

/** Loads from a thread of its own: the service's pauses must not keep requests from being sent. */
export async function generateInThread(task: LoadTask): Promise<LoadResult> {
  const worker = spawnWorker(import.meta.url, 'generate', { workerData: task })
  try {
    const [result] = await once(worker, 'message')
    return result
  } finally {
    await worker.terminate()
  }
}
