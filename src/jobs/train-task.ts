import { openDatabase } from '../db/client.ts'
import { createInteractionStore } from '../interactions/interaction-store.ts'
import { readDataset } from '../relevance/read-dataset.ts'
import { reportData } from './data-report.ts'
import { readInService } from './in-service.ts'
import { emptyReport, trainOnDataset } from './train-on-dataset.ts'
import type { TrainOutcomeMessage, TrainTask } from './train-protocol.ts'
import type { Stage } from './train-stages.ts'

/** All of a training run but its row and its version: reads what is stored, and learns from it unless it is refused. */
export async function runTrainTask(
  { databaseUrl, market, seed, nowMs, force, searchSeconds }: TrainTask,
  say: (stage: Stage, share: number) => void,
): Promise<TrainOutcomeMessage> {
  const startMs = performance.now()
  say('snapshot', 0)
  const database = openDatabase({ url: databaseUrl, poolSize: 2 })
  const { dataset, inService, pending } = await readAll(database, market).finally(() => database.close())
  const readMs = Math.round(performance.now() - startMs)

  say('data-quality', 0)
  const previous = inService?.counts ? { ...inService.counts, dataToMs: inService.dataToMs } : null
  const data = reportData({ dataset, nowMs, pending, previous })
  const reason = data.tooLittle ?? (force ? null : refusal(data.faults))
  if (reason) return { kind: 'refused', reason, report: emptyReport(data) }

  const clockMs = () => performance.now()
  const options = { seed, clockMs, inService, force, searchSeconds, onProgress: say }
  const { model, report } = await trainOnDataset(dataset, data, options)
  const timings = { 'snapshot-ms': readMs, ...model.metrics.timings }
  return { kind: 'trained', report, model: { ...model, metrics: { ...model.metrics, timings } } }
}

async function readAll(database: ReturnType<typeof openDatabase>, market: string | null) {
  const pending = await createInteractionStore({ database }).pendingCount()
  return {
    dataset: await readDataset(database, undefined, market),
    inService: await readInService(database, market),
    pending,
  }
}

const refusal = (faults: readonly string[]): string | null =>
  faults.length === 0
    ? null
    : `The data look broken, so nothing was trained: ${faults.join(' ')} Train by force if they are as they should be.`
