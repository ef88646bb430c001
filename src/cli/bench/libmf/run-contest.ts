import { inTurns, spreadAsText, spreadOf } from '../measure.ts'
import type { OnStep } from '../place.ts'
import { runApart } from '../run-apart.ts'
import type { Section } from '../section.ts'
import { type Contender, type ContestFigures, contestFiguresSchema } from './tasks.ts'

export interface ContestOptions {
  readonly train: string
  readonly test: string
  readonly k: number
  readonly threads: number
  readonly rounds: number
  readonly contenders: readonly Contender[]
  readonly onProgress: OnStep
}

const heapMiB = 4096

/** Our collaborative model and libmf on the same split, by the same rules, in turns, each in a process of its own. */
export async function runContest(options: ContestOptions): Promise<Section> {
  const { train, test, k, threads, rounds, contenders, onProgress } = options
  const results = await inTurns(
    contenders,
    rounds,
    async (contender, round) => {
      onProgress(`Round ${round + 1} of ${rounds}: ${nameOf(contender)}`)
      const task = { train, test, k, threads, contender }
      return contestFiguresSchema.parse(await runApart(import.meta.url, 'contest', task, { heapMiB }))
    },
    { warmUp: false },
  )
  return {
    title: `Beside libmf, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    head: [
      'who',
      `Recall@${k}`,
      `NDCG@${k}`,
      'training, CPU s',
      'a round of it',
      'evaluation, CPU s',
      'peak MiB',
    ],
    rows: contenders.map((contender, n) => rowOf(contender, results[n]!)),
    note: 'Same files, same lists to find, same measures; every contender in a process of its own, in turns; medians and quartiles over the rounds.',
  }
}

function rowOf(contender: Contender, found: readonly ContestFigures[]): string[] {
  const of = (value: (figures: ContestFigures) => number) => spreadOf(found.map(value))
  const iterations = contender.name === 'libmf' ? contender.iterations : null
  const training = of(({ trainCpuSeconds }) => trainCpuSeconds)
  return [
    nameOf(contender),
    of(({ recall }) => recall).median.toFixed(4),
    of(({ ndcg }) => ndcg).median.toFixed(4),
    spreadAsText(training, 1),
    iterations === null ? '–' : (training.median / iterations).toFixed(1),
    spreadAsText(
      of(({ evaluateCpuSeconds }) => evaluateCpuSeconds),
      1,
    ),
    of(({ peakMiB }) => peakMiB).median.toFixed(0),
  ]
}

function nameOf(contender: Contender): string {
  if (contender.name === 'maitre') return 'Maitre, spectral'
  const { loss, factors, iterations, alpha, lambda } = contender
  const weights = loss === 'one-class-l2' ? `, α ${alpha}` : ''
  return `libmf, ${loss}, ${factors} factors, ${iterations} rounds${weights}, λ ${lambda}`
}
