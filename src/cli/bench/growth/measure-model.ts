import { marketsOf } from '../../../catalog/markets.ts'
import { reportData } from '../../../jobs/data-report.ts'
import { trainOnDataset } from '../../../jobs/train-on-dataset.ts'
import { endAtMs } from './cities.ts'
import { dataOf, figuresOf } from './measure-training.ts'
import type { GrowthTask, TrainingFigures } from './tasks.ts'

/** A whole training run, from the orders in memory to the model's bytes: everything but reading and writing PostgreSQL. */
export async function measureModel({
  orders,
  perCity,
}: Extract<GrowthTask, { kind: 'model' }>): Promise<TrainingFigures> {
  const dataset = dataOf(orders, perCity)
  globalThis.gc?.()
  const dataMiB = process.memoryUsage.rss() / 2 ** 20
  const startMs = performance.now()
  const start = process.cpuUsage()
  const data = reportData({ dataset, nowMs: endAtMs, pending: 0, previous: null })
  const { model } = await trainOnDataset(dataset, data, {
    seed: 1,
    clockMs: () => cpuMs(),
    inService: null,
    force: null,
    searchSeconds: 0,
  })
  const stages = Object.entries(model.metrics.timings).map(([stage, ms]) => [
    stage.replace(/-ms$/, ''),
    ms / 1000,
  ])
  return {
    ...figuresOf(dataset, process.cpuUsage(start), performance.now() - startMs),
    markets: marketsOf(dataset.catalogue).count,
    pairs: 0,
    dataMiB,
    operatorEntries: 0,
    recall: null,
    stageSeconds: Object.fromEntries(stages),
    artefactMiB: model.artefact.byteLength / 2 ** 20,
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
