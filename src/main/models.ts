import { modelMetricsSchema } from '../jobs/model-metrics.ts'
import { decodeArtefactSteps } from '../relevance/artefact.ts'
import type { ArtefactFiles } from '../relevance/artefact-files.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import { type OrderTables, orderTableSteps } from '../relevance/models/order/order-tables.ts'
import type { ModelRegistry } from '../relevance/registry.ts'
import { breathe } from '../serving/breathe.ts'
import type { SnapshotSources, StoredModel } from '../serving/snapshot-store.ts'

/** What of a version's metrics the serving needs. */
const measuredSchema = modelMetricsSchema.pick({ scales: true, planQualities: true })

export interface ModelSourceDeps {
  readonly registry: Pick<ModelRegistry, 'channels' | 'get' | 'load'>
  /** absent: the database is asked for the bytes each time */
  readonly files?: ArtefactFiles
  readonly onError?: (what: string, error: Error) => void
}

export interface ModelSource extends Pick<SnapshotSources, 'channels' | 'model'> {
  /** Begins to load what the channels serve; the first call of `model` for each version takes it from there. */
  prefetch(): void
}

/** Models as the registry keeps them, checked and decoded once, bound as often as the catalogue changes. */
export function createModelSource({ registry, files, onError }: ModelSourceDeps): ModelSource {
  const begun = new Map<string, Promise<StoredModel>>()

  const bytesOf = async (version: string, sha256: string): Promise<Uint8Array> => {
    const copy = await files?.read(sha256)
    if (copy) return copy
    const { artefact } = await registry.load(version)
    // Off the way of whoever waits for the model.
    files
      ?.keep(sha256, artefact)
      .catch((error: Error) => onError?.(`keeping model ${version} on disk`, error))
    return artefact
  }

  const load = async (version: string): Promise<StoredModel> => {
    const { sha256, metrics } = await registry.get(version)
    const parameters = await breathe(decodeArtefactSteps(await bytesOf(version, sha256)))
    const { scales, planQualities } = measuredSchema.parse(metrics)
    let tables: OrderTables | undefined
    return {
      version,
      scales,
      planQualities,
      *bind(catalogue, demand) {
        // A catalogue changes in a few columns at a time; the tables of the others are still good.
        tables = yield* orderTableSteps(parameters, catalogue, tables)
        const model = createOrderModel(version, parameters, catalogue, demand, tables)
        yield
        if (model.warmUpSteps) yield* model.warmUpSteps()
        return model
      },
    }
  }

  return {
    channels: () => registry.channels(),
    model(version) {
      const early = begun.get(version)
      begun.delete(version)
      // Another than was foreseen: what was begun is of the past.
      if (!early) begun.clear()
      return early ?? load(version)
    },
    prefetch() {
      // Whatever goes wrong here is told when the model is asked for.
      const begin = async () => {
        for (const version of new Set((await registry.channels()).map((one) => one.version))) {
          const loading = load(version)
          loading.catch(() => {})
          begun.set(version, loading)
        }
      }
      begin().catch(() => {})
    },
  }
}
