import { modelMetricsSchema } from '../jobs/model-metrics.ts'
import { decodeArtefact } from '../relevance/artefact.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import { type OrderTables, orderTableSteps } from '../relevance/models/order/order-tables.ts'
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
      let tables: OrderTables | undefined
      const { scales, planQualities } = measuredSchema.parse(stored.metrics)
      return {
        version,
        scales,
        planQualities,
        *bind(catalogue, demand) {
          // A catalogue changes in a few columns at a time; the tables of the others are still good.
          tables = yield* orderTableSteps(parameters, catalogue, tables)
          return createOrderModel(version, parameters, catalogue, demand, tables)
        },
      }
    },
  }
}
