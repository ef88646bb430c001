import { createMemory } from '../shared-buffers.ts'
import { bindKernels, type Kernels } from './kernels.ts'

/** Working memory for the kernels, laid out once: each array says where it lies. */
export interface Scratch {
  readonly kernels: Kernels
  readonly arrays: readonly ScratchArray[]
}

export interface ScratchArray {
  /** byte address */
  readonly at: number
  readonly floats: Float32Array
  readonly integers: Int32Array
}

/** Memory that one kernel after another works in, never two at once. */
export interface ScratchMemory {
  /** Memory of at least so many bytes, with whatever is in it. */
  take(bytes: number): WebAssembly.Memory
}

export function createScratchMemory(): ScratchMemory {
  let memory: WebAssembly.Memory | undefined
  return {
    take(bytes) {
      if (!memory || memory.buffer.byteLength < bytes) memory = createMemory(bytes)
      return memory
    },
  }
}

/**
 * @param lengths numbers of 32-bit words; each array starts at a multiple of 64 bytes
 * @param reuse left out: memory of its own
 */
export function createScratch(lengths: readonly number[], reuse = createScratchMemory()): Scratch {
  return layOut(reuse.take(scratchBytes(lengths)), 0, lengths)
}

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64

export const scratchBytes = (lengths: readonly number[]) =>
  lengths.reduce((bytes, length) => bytes + aligned(length * 4), 0)

/** Arrays one after the other from byte `start` on, a multiple of 64. */
export function layOut(memory: WebAssembly.Memory, start: number, lengths: readonly number[]): Scratch {
  let at = start
  const arrays = lengths.map((length) => {
    const array = {
      at,
      floats: new Float32Array(memory.buffer, at, length),
      integers: new Int32Array(memory.buffer, at, length),
    }
    at += aligned(length * 4)
    return array
  })
  return { kernels: bindKernels(memory), arrays }
}
