import { z } from 'zod'
import { planNameSchema } from '../profiles/schema.ts'
import { decodeArtefact } from '../relevance/artefact.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import type { ModelRegistry } from '../relevance/registry.ts'
import type { SnapshotSources, StoredModel } from '../serving/snapshot-store.ts'

const positive = z.number().positive()

/** What of a version's metrics the serving needs; training measured it. */
const measuredSchema = z.object({
  scales: z.object({ relevance: positive, revenue: positive, margin: positive, wait: positive }),
  planQualities: z.array(
    z.object({ name: planNameSchema, candidates: z.number(), ndcg: z.number(), revenue: z.number() }),
  ),
})

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
