import type { ModelMetrics } from './model-metrics.ts'

/** What the training thread is started with. */
export interface TrainTask {
  readonly databaseUrl: string
  readonly seed: number
}

export type TrainStep = 'reading' | 'learning' | 'testing' | 'measuring plans'

/** What it answers: some progress, then one outcome. */
export type TrainMessage =
  | { readonly kind: 'progress'; readonly step: TrainStep; readonly share: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'trained'; readonly model: TrainedModel }
  | { readonly kind: 'failed'; readonly message: string }

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
  }
  readonly dataFromMs: number | null
  readonly dataToMs: number | null
  readonly dataHash: string
}
