import type { OrderSettings } from '../relevance/order-settings.ts'
import type { ModelMetrics } from './model-metrics.ts'
import type { TrainReport } from './train-report.ts'
import type { Stage } from './train-stages.ts'

/** What the training thread is started with. */
export interface TrainTask {
  readonly databaseUrl: string
  /** a restaurant that names the market to learn from; null: everything */
  readonly market: string | null
  readonly seed: number
  readonly nowMs: number
  /** trains on data that look broken, and lets the result serve whatever the gate finds */
  readonly force: { readonly actor: string; readonly reason: string } | null
  /** 0: no search */
  readonly searchSeconds: number
}

/** What it answers: some progress, then one outcome. */
export type TrainMessage =
  | { readonly kind: 'progress'; readonly stage: Stage; readonly share: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly report: TrainReport }
  | { readonly kind: 'trained'; readonly model: TrainedModel; readonly report: TrainReport }
  | { readonly kind: 'failed'; readonly message: string }

export type TrainOutcomeMessage = Extract<TrainMessage, { kind: 'refused' | 'trained' }>

export interface TrainedModel {
  readonly artefact: Uint8Array
  readonly metrics: ModelMetrics
  readonly settings: {
    readonly seed: number
    readonly l2: number
    readonly occasions: number
    readonly restaurants: number
    readonly users: number
    readonly interactions: number
    readonly orders: number
    readonly order: OrderSettings
  }
  readonly dataFromMs: number | null
  readonly dataToMs: number | null
  readonly dataHash: string
}
