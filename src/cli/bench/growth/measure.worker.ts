import { measureCatalogue } from './measure-catalogue.ts'
import { measureModel } from './measure-model.ts'
import { measureOperator } from './measure-training.ts'
import { type GrowthTask, growthTaskSchema } from './tasks.ts'

/** A process of its own: takes its task as JSON, writes what it found as one line of JSON. */
async function measure(task: GrowthTask) {
  switch (task.kind) {
    case 'catalogue':
      return await measureCatalogue(task)
    case 'operator':
      return await measureOperator(task)
    case 'model':
      return await measureModel(task)
    default:
      return task satisfies never
  }
}

const task = growthTaskSchema.parse(JSON.parse(process.argv[2] ?? ''))
process.stdout.write(`${JSON.stringify(await measure(task))}\n`)
