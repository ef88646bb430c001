import type { ScratchMemory } from './wasm/scratch.ts'

/**
 * A kernel is bound once to its arguments and the memory it may work in, of which a thread keeps one for all runs, and then called for
 * pieces of the work. Pieces write to places of their own and do not read each other's, so that results have the same bits whoever
 * runs them, in whatever order.
 */
// biome-ignore lint/suspicious/noExplicitAny: kernels of one table differ in their arguments; `run` takes those of the one it names
type Kernel = (args: any, scratch?: ScratchMemory) => (piece: number) => void

export type KernelTable = Readonly<Record<string, Kernel>>

/** Runs kernels, here or in worker threads. Arguments are plain data whose arrays lie in shared memory where pieces write to them. */
export interface Executor<Table extends KernelTable> {
  readonly threads: number
  /** @param onPiece told after each piece how many are done */
  run<Name extends keyof Table & string>(
    name: Name,
    args: Parameters<Table[Name]>[0],
    pieces: number,
    onPiece?: (done: number) => void,
  ): Promise<void>
}

/** Runs every piece where it is called, one after the other. */
export function createSerialExecutor<Table extends KernelTable>(kernels: Table): Executor<Table> {
  return {
    threads: 1,
    async run(name, args, pieces, onPiece) {
      const kernel = kernels[name]
      if (!kernel) throw new Error(`There is no kernel ${name}`)
      const call = kernel(args)
      for (let piece = 0; piece < pieces; piece++) {
        call(piece)
        onPiece?.(piece + 1)
      }
    },
  }
}
