import { runApart } from '../run-apart.ts'
import {
  type CatalogueFigures,
  catalogueFiguresSchema,
  type GrowthTask,
  type TrainingFigures,
  trainingFiguresSchema,
} from './tasks.ts'

/** Old space: a million restaurants are some gigabytes of text and objects. */
const heapMiB = 6144

export const measureCatalogueApart = async (
  task: Extract<GrowthTask, { kind: 'catalogue' }>,
): Promise<CatalogueFigures> =>
  catalogueFiguresSchema.parse(await runApart(import.meta.url, 'measure', task, { heapMiB }))

export const measureTrainingApart = async (
  task: Exclude<GrowthTask, { kind: 'catalogue' }>,
): Promise<TrainingFigures> =>
  trainingFiguresSchema.parse(await runApart(import.meta.url, 'measure', task, { heapMiB }))
