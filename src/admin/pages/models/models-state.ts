import { choice, type Fields, text } from '../../router/url-state.ts'
import { type Measure, measures, type Orders, segments } from './model-figures.ts'

export const views = ['versions', 'runs'] as const

export interface ModelsState {
  readonly view: (typeof views)[number]
  /** the version that is looked at; empty: all */
  readonly version: string
  /** the training run that is looked at; empty: all */
  readonly run: string
  readonly measure: Measure
  /** which of the later orders it is measured on */
  readonly on: Orders
}

export type SetModels = (patch: Partial<ModelsState>, mode?: 'push' | 'replace') => void

export const modelsFields: Fields<ModelsState> = {
  view: choice(views, 'versions'),
  version: text(),
  run: text(),
  measure: choice(measures, 'ndcg@10'),
  on: choice(segments, 'all'),
}
