import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../db/client.ts'
import { readDataset } from '../relevance/read-dataset.ts'
import { tooLittle, trainOnDataset } from './train-on-dataset.ts'
import type { TrainMessage, TrainStep, TrainTask } from './train-protocol.ts'

/** Reads and learns in a thread of its own, so that the process that started it goes on answering. */
async function run(): Promise<TrainMessage> {
  const { databaseUrl, seed } = workerData as TrainTask
  const say = (step: TrainStep, share: number) =>
    parentPort?.postMessage({ kind: 'progress', step, share } satisfies TrainMessage)
  say('reading', 0)
  const database = openDatabase({ url: databaseUrl, poolSize: 2 })
  const startMs = performance.now()
  const dataset = await readDataset(database).finally(() => database.close())
  const readMs = Math.round(performance.now() - startMs)
  const reason = tooLittle(dataset)
  if (reason) return { kind: 'refused', reason }
  const model = await trainOnDataset(dataset, { seed, clockMs: () => performance.now(), onProgress: say })
  const timings = { 'reading-ms': readMs, ...model.metrics.timings }
  return { kind: 'trained', model: { ...model, metrics: { ...model.metrics, timings } } }
}

try {
  parentPort?.postMessage(await run())
} catch (error) {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  parentPort?.postMessage({ kind: 'failed', message } satisfies TrainMessage)
}
