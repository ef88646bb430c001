import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { OnStep } from '../place.ts'
import { type GrowthOptions, planTasks } from './plan-tasks.ts'
import { measureCatalogueApart, measureTrainingApart } from './run-task.ts'
import { catalogueFiguresSchema, type GrowthTask, growthTaskSchema, trainingFiguresSchema } from './tasks.ts'

const catalogueResultSchema = z.object({
  task: growthTaskSchema.options[0],
  figures: catalogueFiguresSchema,
})
const trainingResultSchema = z.object({
  task: z.union([growthTaskSchema.options[1], growthTaskSchema.options[2]]),
  figures: trainingFiguresSchema,
})
const resultSchema = z.union([catalogueResultSchema, trainingResultSchema])

export type CatalogueResult = z.infer<typeof catalogueResultSchema>
export type TrainingResult = z.infer<typeof trainingResultSchema>
export type GrowthResult = z.infer<typeof resultSchema>

export interface GrowthRun extends GrowthOptions {
  /** A line of JSON for each measurement, written as it ends; what stands there already is not measured again. null: none is kept. */
  readonly resultsFile: string | null
  /** nothing is measured; what is not known is left out */
  readonly onlyKnown: boolean
  readonly onProgress: OnStep
}

/** Measures size after size, one process after the other. */
export async function runGrowth({
  resultsFile,
  onlyKnown,
  onProgress,
  ...options
}: GrowthRun): Promise<GrowthResult[]> {
  const known = resultsFile === null ? [] : await readResults(resultsFile)
  const tasks = planTasks(options)
  const results: GrowthResult[] = []
  for (const [n, task] of tasks.entries()) {
    const found = known.find((result) => isSame(result.task, task))
    if (!found && onlyKnown) continue
    onProgress(`Growth, ${n + 1} of ${tasks.length}: ${nameOf(task)}${found ? ' (known)' : ''}`)
    const result = found ?? (await measure(task))
    if (!found && resultsFile !== null) await appendFile(resultsFile, `${JSON.stringify(result)}\n`)
    results.push(result)
  }
  return results
}

async function measure(task: GrowthTask): Promise<GrowthResult> {
  return task.kind === 'catalogue'
    ? { task, figures: await measureCatalogueApart(task) }
    : { task, figures: await measureTrainingApart(task) }
}

async function readResults(file: string): Promise<GrowthResult[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => resultSchema.parse(JSON.parse(line)))
}

/** Keys of a task come in one order. */
const isSame = (a: GrowthTask, b: GrowthTask) => JSON.stringify(a) === JSON.stringify(b)

function nameOf(task: GrowthTask): string {
  switch (task.kind) {
    case 'catalogue':
      return `${task.restaurants.toLocaleString('en')} restaurants, ${task.perCity.toLocaleString('en')} a city${task.hasUnknownRanges ? ', some of unknown range' : ''}`
    case 'operator':
      return `company from ${task.orders.toLocaleString('en')} orders${task.byMarket ? '' : ', all markets in one'}`
    case 'model':
      return `a whole model from ${task.orders.toLocaleString('en')} orders`
    default:
      return task satisfies never
  }
}
