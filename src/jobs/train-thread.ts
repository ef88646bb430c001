import { spawnWorker } from '../relevance/spawn-worker.ts'
import type { TrainMessage, TrainOutcomeMessage, TrainTask } from './train-protocol.ts'
import type { Stage } from './train-stages.ts'

/** `runTrainTask` in a thread of its own. @throws the signal's reason as soon as it aborts: the thread is ended where it stands */
export async function runTrainThread(
  task: TrainTask,
  signal: AbortSignal,
  onProgress: (stage: Stage, share: number) => void,
): Promise<TrainOutcomeMessage> {
  signal.throwIfAborted()
  const worker = spawnWorker(import.meta.url, 'train', { workerData: task })
  let abort: (() => void) | undefined
  try {
    return await new Promise<TrainOutcomeMessage>((resolve, reject) => {
      abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`training ended early, with code ${code}`)))
      worker.on('message', (message: TrainMessage) => {
        if (message.kind === 'progress') onProgress(message.stage, message.share)
        else if (message.kind === 'failed') reject(new Error(`training failed: ${message.message}`))
        else resolve(message)
      })
    })
  } finally {
    if (abort) signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
