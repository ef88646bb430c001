import { createSharedBuffers } from '../numeric/shared-buffers.ts'
import { columnCounts } from '../numeric/sparse-rows.ts'
import { Problem } from '../problem/problems.ts'
import { type InteractionLists, readInteractionLists } from './interaction-lists.ts'
import { type InteractionMatrix, interactionMatrix } from './interaction-matrix.ts'
import type { ItemOperator } from './models/collaborative/operator.ts'
import { searchSettings } from './models/collaborative/search.ts'
import { type CollaborativeSettings, defaultCollaborativeSettings } from './models/collaborative/settings.ts'
import { trainCollaborative } from './models/collaborative/train.ts'
import { createItemRanker } from './rank-items.ts'
import { listQuality } from './top-list-metrics.ts'
import { createWorkerExecutor } from './worker-executor.ts'

export interface EvaluateInteractionsOptions {
  readonly train: string
  readonly test: string
  readonly k: number
  readonly seed: number
  readonly threads: number
  /** choose the settings from the training file, instead of taking the defaults */
  readonly search: boolean
  /** about how long choosing may take; left out: the default */
  readonly searchSeconds?: number
  /** what is set here is kept, unless the search decides on it */
  readonly settings?: Partial<CollaborativeSettings>
  /** told which step runs and the share of it that is done */
  readonly onProgress?: (step: EvaluationStep, share: number) => void
  readonly signal?: AbortSignal
}

export type EvaluationStep = 'search' | 'train' | 'evaluate'

export interface InteractionsEvaluation {
  readonly k: number
  readonly recall: number
  readonly ndcg: number
  /** with at least one test item */
  readonly users: number
  readonly trainUsers: number
  readonly trainItems: number
  readonly trainInteractions: number
  readonly operatorEntries: number
  /** choosing the settings; 0 without a search */
  readonly searchSeconds: number
  readonly trainSeconds: number
  readonly evaluateSeconds: number
  /** processor time of all threads, training and evaluation */
  readonly trainCpuSeconds: number
  readonly evaluateCpuSeconds: number
  readonly peakRssMiB: number
  readonly settings: CollaborativeSettings
}

/** Trains the collaborative model on one file and ranks all items for the users of another, in the LightGCN paper's form. */
export async function evaluateInteractions(
  options: EvaluateInteractionsOptions,
): Promise<InteractionsEvaluation> {
  const [trainLists, testLists] = [
    await readInteractionLists(options.train),
    await readInteractionLists(options.test),
  ]
  if (trainLists.interactions === 0) throw empty(options.train)
  if (testLists.interactions === 0) throw empty(options.test)
  const train = interactionMatrix(trainLists)
  const { operator, ...training } = await trainOn(train, options)
  const evaluateStart = performance.now()
  const cpuStart = process.cpuUsage()
  const quality = rankAll(train, testLists, operator, options)
  const end = performance.now()
  return {
    k: options.k,
    ...quality,
    trainUsers: train.matrix.rows,
    trainItems: train.matrix.width,
    trainInteractions: trainLists.interactions,
    operatorEntries: operator.columns.length,
    ...training,
    evaluateSeconds: (end - evaluateStart) / 1000,
    evaluateCpuSeconds: cpuSeconds(process.cpuUsage(cpuStart)),
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
  }
}

const cpuSeconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6

const empty = (path: string) => new Problem('invalid-request', { detail: `${path} has no interactions` })

interface Training {
  readonly operator: ItemOperator
  readonly settings: CollaborativeSettings
  readonly searchSeconds: number
  readonly trainSeconds: number
  readonly trainCpuSeconds: number
}

async function trainOn(
  { matrix }: InteractionMatrix,
  {
    threads,
    seed,
    search,
    searchSeconds: seconds,
    settings: given,
    onProgress,
    signal,
  }: EvaluateInteractionsOptions,
): Promise<Training> {
  const start = { ...defaultCollaborativeSettings(matrix.rows, matrix.width), ...given, seed }
  const executor = createWorkerExecutor(threads)
  const buffers = createSharedBuffers()
  const hooks = (step: EvaluationStep) => ({
    executor,
    buffers,
    onProgress: (share: number) => onProgress?.(step, share),
    ...(signal && { signal }),
  })
  try {
    const searchFrom = performance.now()
    const settings = search
      ? (await searchSettings(matrix, start, { ...hooks('search'), ...(seconds && { seconds }) })).settings
      : start
    const trainFrom = performance.now()
    const cpuFrom = process.cpuUsage()
    const operator = await trainCollaborative(matrix, settings, hooks('train'))
    const end = performance.now()
    const [searchSeconds, trainSeconds] = [
      search ? (trainFrom - searchFrom) / 1000 : 0,
      (end - trainFrom) / 1000,
    ]
    const trainCpuSeconds = cpuSeconds(process.cpuUsage(cpuFrom))
    return { operator, settings, searchSeconds, trainSeconds, trainCpuSeconds }
  } finally {
    await executor.close()
  }
}

/** Mean recall and NDCG over the users with test items; a user without training rows is given what is popular. */
function rankAll(
  { matrix, rowOf, columnOf }: InteractionMatrix,
  test: InteractionLists,
  operator: ItemOperator,
  { k, onProgress }: EvaluateInteractionsOptions,
): { recall: number; ndcg: number; users: number } {
  const popularity = columnCounts(matrix)
  // One empty row more, for users that training has not seen.
  const rowStart = new Int32Array(matrix.rows + 2)
  rowStart.set(matrix.rowStart)
  rowStart[matrix.rows + 1] = matrix.columns.length
  const ranker = createItemRanker(operator, { ...matrix, rowStart }, popularity)
  let [recall, ndcg, users] = [0, 0, 0]
  for (const [user, items] of test.itemsOf) {
    if (items.length === 0) continue
    // An item that training has not seen can't be ranked, and still counts as wanted.
    const wanted = new Set(Array.from(items, (item) => columnOf.get(item) ?? -1 - item))
    const quality = listQuality(ranker.top(rowOf.get(user) ?? matrix.rows, k), wanted, k)
    recall += quality.recall
    ndcg += quality.ndcg
    users++
    if (users % 1000 === 0) onProgress?.('evaluate', users / test.itemsOf.size)
  }
  return { recall: recall / users, ndcg: ndcg / users, users }
}
