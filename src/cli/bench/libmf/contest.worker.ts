import { evaluateInteractions } from '../../../relevance/evaluate-interactions.ts'
import { fitLibmf } from './fit-libmf.ts'
import { type ContestFigures, type ContestTask, contestTaskSchema } from './tasks.ts'

/** A process of its own: takes its task as JSON, writes what it found as one line of JSON. */
async function compete(task: ContestTask): Promise<ContestFigures> {
  return task.contender.name === 'libmf' ? await fitLibmf(task, task.contender) : await ours(task)
}

async function ours({ train, test, k, threads }: ContestTask): Promise<ContestFigures> {
  const found = await evaluateInteractions({ train, test, k, threads, seed: 1, search: false })
  const { recall, ndcg, users, trainCpuSeconds, trainSeconds, evaluateCpuSeconds, peakRssMiB } = found
  return { recall, ndcg, users, trainCpuSeconds, trainSeconds, evaluateCpuSeconds, peakMiB: peakRssMiB }
}

const task = contestTaskSchema.parse(JSON.parse(process.argv[2] ?? ''))
process.stdout.write(`${JSON.stringify(await compete(task))}\n`)
