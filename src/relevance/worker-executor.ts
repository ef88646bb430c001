import type { Worker } from 'node:worker_threads'
import type { Executor } from '../numeric/executor.ts'
import { type CollaborativeKernels, collaborativeKernels } from './models/collaborative/kernels.ts'
import { spawnWorker } from './spawn-worker.ts'

/** What a worker is told, once for each run. */
export interface KernelTask {
  readonly kernel: string
  readonly args: unknown
  readonly pieces: number
  /** One shared integer: the next piece that nobody has taken. */
  readonly next: Int32Array
}

/** What a worker answers: a piece is done, the run is over for it, or it failed. */
export type KernelReply =
  | { readonly kind: 'piece' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string }

export interface WorkerExecutor extends Executor<CollaborativeKernels> {
  close(): Promise<void>
}

/** An executor over `threads` worker threads, each of which takes the next piece when it is free. Close it when done. */
export function createWorkerExecutor(threads: number): WorkerExecutor {
  const workers = Array.from({ length: threads }, () => spawnWorker(import.meta.url, 'kernel'))
  return {
    threads,
    async run(name, args, pieces, onPiece) {
      if (!(name in collaborativeKernels)) throw new Error(`There is no kernel ${name}`)
      const task: KernelTask = {
        kernel: name,
        args,
        pieces,
        next: new Int32Array(new SharedArrayBuffer(4)),
      }
      let done = 0
      const runs = workers.map((worker) => runOn(worker, task, () => onPiece?.(++done)))
      for (const run of runs) run.catch(() => Atomics.store(task.next, 0, pieces))
      // Whoever is still at work would answer into the next run.
      await Promise.allSettled(runs)
      await Promise.all(runs)
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function runOn(worker: Worker, task: KernelTask, onPiece: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (reply: KernelReply) => {
      if (reply.kind === 'piece') return onPiece()
      settle()
      if (reply.kind === 'finished') resolve()
      else reject(new Error(`A training thread failed: ${reply.message}`))
    }
    const onError = (error: Error) => {
      settle()
      reject(error)
    }
    const onExit = (code: number) => onError(new Error(`A training thread ended early, with code ${code}`))
    const settle = () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(task)
  })
}
