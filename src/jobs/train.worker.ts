import { parentPort, workerData } from 'node:worker_threads'
import type { TrainMessage, TrainTask } from './train-protocol.ts'
import { runTrainTask } from './train-task.ts'

/* Reads and learns in a thread of its own, so that the process that started it goes on answering. */
const post = (message: TrainMessage) => parentPort?.postMessage(message)

try {
  post(
    await runTrainTask(workerData as TrainTask, (stage, share) => post({ kind: 'progress', stage, share })),
  )
} catch (error) {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  post({ kind: 'failed', message })
}
