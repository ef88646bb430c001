import { modelMetricsSchema } from '../jobs/model-metrics.ts'
import { decodeArtefact } from '../relevance/artefact.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import type { ModelRegistry } from '../relevance/registry.ts'
import type { SnapshotSources, StoredModel } from '../serving/snapshot-store.ts'

/** What of a version's metrics the serving needs. */
const measuredSchema = modelMetricsSchema.pick({ scales: true, planQualities: true })

/** Models as the registry keeps them, checked and decoded once, bound as often as the catalogue changes. */
export function createModelSource(
  registry: Pick<ModelRegistry, 'channels' | 'load'>,
): Pick<SnapshotSources, 'channels' | 'model'> {
  return {
    channels: () => registry.channels(),
    async model(version): Promise<StoredModel> {
      const stored = await registry.load(version)
      const parameters = decodeArtefact(stored.artefact)
      const { scales, planQualities } = measuredSchema.parse(stored.metrics)
      return {
        version,
        scales,
        planQualities,
        bind: (catalogue, demand) => createOrderModel(version, parameters, catalogue, demand),
      }
    },
  }
}
