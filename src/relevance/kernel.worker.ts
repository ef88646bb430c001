import { parentPort } from 'node:worker_threads'
import type { KernelTable } from '../numeric/executor.ts'
import { collaborativeKernels } from './models/collaborative/kernels.ts'
import type { KernelReply, KernelTask } from './worker-executor.ts'

const kernels: KernelTable = collaborativeKernels
const reply = (message: KernelReply) => parentPort?.postMessage(message)

parentPort?.on('message', ({ kernel, args, pieces, next }: KernelTask) => {
  try {
    const call = kernels[kernel]!(args)
    for (;;) {
      const piece = Atomics.add(next, 0, 1)
      if (piece >= pieces) break
      call(piece)
      reply({ kind: 'piece' })
    }
    reply({ kind: 'finished' })
  } catch (error) {
    reply({
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
})
