import { parentPort } from 'node:worker_threads'
import type { KernelTable } from '../numeric/executor.ts'
import { createScratchMemory } from '../numeric/wasm/scratch.ts'
import { collaborativeKernels } from './models/collaborative/kernels.ts'
import type { KernelReply, KernelTask } from './worker-executor.ts'

const kernels: KernelTable = collaborativeKernels
const scratch = createScratchMemory()
const reply = (message: KernelReply) => parentPort?.postMessage(message)

parentPort?.on('message', ({ kernel, args, pieces, next }: KernelTask) => {
  try {
    const call = kernels[kernel]!(args, scratch)
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
