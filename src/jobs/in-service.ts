import { z } from 'zod'
import type { Database } from '../db/client.ts'
import type { PlanQuality } from '../ranking/types.ts'
import { decodeArtefact } from '../relevance/artefact.ts'
import { createMarketModels } from '../relevance/market-models.ts'
import type { OrderParameters } from '../relevance/models/order/parameters.ts'
import { defaultOrderSettings, type OrderSettings, orderSettingsSchema } from '../relevance/order-settings.ts'
import { createModelRegistry, type ModelRegistry } from '../relevance/registry.ts'
import { modelMetricsSchema } from './model-metrics.ts'

/** The model that `latest` serves, or a market, as far as a new one is held against it. */
export interface InService {
  readonly version: string
  readonly dataToMs: number | null
  /** what it learnt from; null: not known */
  readonly counts: { readonly orders: number; readonly restaurants: number } | null
  readonly settings: OrderSettings
  readonly planQualities: readonly PlanQuality[]
  /** null: its bytes can't be read, for the reason in `fault` */
  readonly parameters: OrderParameters | null
  readonly fault: string | null
}

const settingsSchema = z.object({ orders: z.int(), restaurants: z.int() })
const chosenSchema = z.object({ order: orderSettingsSchema })
const plansSchema = modelMetricsSchema.pick({ planQualities: true })

/** @returns null when nothing is served */
export async function readInService(
  database: Pick<Database, 'pool'>,
  market: string | null = null,
): Promise<InService | null> {
  const registry = createModelRegistry({ database, now: () => new Date(0) })
  const version =
    market === null
      ? (await registry.channels()).find(({ channel }) => channel === 'latest')?.version
      : await createMarketModels(database).serving(market)
  if (!version) return null
  const { dataTo, settings, metrics } = await registry.get(version)
  return {
    version,
    dataToMs: dataTo === null ? null : Date.parse(dataTo),
    counts: settingsSchema.safeParse(settings).data ?? null,
    settings: chosenSchema.safeParse(settings).data?.order ?? defaultOrderSettings,
    planQualities: plansSchema.safeParse(metrics).data?.planQualities ?? [],
    ...(await readParameters(registry, version)),
  }
}

/** Whether this version of the code can serve what `stable` points at; true where it points at nothing. */
export async function isStableReadable(registry: ModelRegistry): Promise<boolean> {
  const stable = (await registry.channels()).find(({ channel }) => channel === 'stable')
  return !stable || (await readParameters(registry, stable.version)).fault === null
}

async function readParameters(
  registry: ModelRegistry,
  version: string,
): Promise<Pick<InService, 'parameters' | 'fault'>> {
  try {
    const { artefact } = await registry.load(version)
    return { parameters: decodeArtefact(artefact), fault: null }
  } catch (error) {
    return { parameters: null, fault: error instanceof Error ? error.message : String(error) }
  }
}
