import type { Worker } from 'node:worker_threads'
import { spawnWorker } from '../../relevance/spawn-worker.ts'
import { type LoopReport, loopReport } from './loop-report.ts'
import { type LoopOptions, loopVariants } from './options.ts'
import type { RoundFigures } from './round-figures.ts'

/** One variant in the city of one seed. */
export interface LoopPiece {
  readonly seed: number
  readonly variant: number
}

export type LoopMessage =
  | { readonly kind: 'round' }
  | { readonly kind: 'done'; readonly rounds: readonly RoundFigures[] }
  | { readonly kind: 'failed'; readonly message: string }

export interface LoopRun {
  readonly options: LoopOptions
  readonly threads: number
  readonly onProgress?: (rounds: number, of: number) => void
}

/** Runs every variant in every city, in worker threads; what comes out does not depend on how many. */
export async function runLoops({ options, threads, onProgress }: LoopRun): Promise<LoopReport> {
  const variants = loopVariants(options)
  const runs: RoundFigures[][][] = variants.map(() => [])
  // City by city, so that a thread seldom has to make another one.
  const pieces = options.seeds.flatMap((seed, city) =>
    variants.map((_, variant) => ({ seed, city, variant })),
  )
  const total = pieces.length * options.rounds
  let next = 0
  let done = 0
  const tick = () => onProgress?.(++done, total)
  const workers = Array.from({ length: Math.min(threads, pieces.length) }, () =>
    spawnWorker(import.meta.url, 'loop', { workerData: options }),
  )
  try {
    await Promise.all(
      workers.map(async (worker) => {
        while (next < pieces.length) {
          const { seed, city, variant } = pieces[next++]!
          runs[variant]![city] = [...(await runOn(worker, { seed, variant }, tick))]
        }
      }),
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return loopReport(options, variants, runs)
}

function runOn(worker: Worker, piece: LoopPiece, onRound: () => void): Promise<readonly RoundFigures[]> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    }
    const onMessage = (message: LoopMessage) => {
      if (message.kind === 'round') return onRound()
      settle()
      if (message.kind === 'done') resolve(message.rounds)
      else reject(new Error(`the simulation failed: ${message.message}`))
    }
    const onError = (error: Error) => {
      settle()
      reject(error)
    }
    const onExit = (code: number) => onError(new Error(`the simulation ended early, with code ${code}`))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(piece)
  })
}
