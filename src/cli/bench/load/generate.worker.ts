import { parentPort, workerData } from 'node:worker_threads'
import { generateLoad, type LoadTask } from './generate.ts'

const task: LoadTask = workerData
const result = await generateLoad(task)
parentPort?.postMessage(result, [
  result.kind.buffer as ArrayBuffer,
  result.status.buffer as ArrayBuffer,
  result.tookMs.buffer as ArrayBuffer,
  result.lagMs.buffer as ArrayBuffer,
])
