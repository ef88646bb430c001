import { bindKernels, type Kernels, maximumPages } from './kernels.ts'

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

/** @param lengths numbers of 32-bit words; each array starts at a multiple of 64 bytes. */
export function createScratch(lengths: readonly number[]): Scratch {
  const starts: number[] = []
  let bytes = 0
  for (const length of lengths) {
    starts.push(bytes)
    bytes += Math.ceil((length * 4) / 64) * 64
  }
  const pages = Math.max(1, Math.ceil(bytes / 65_536))
  if (pages > maximumPages)
    throw new RangeError(`The kernels would need ${bytes} bytes of memory; 4 GiB is all they can address`)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const arrays = lengths.map((length, index) => ({
    at: starts[index]!,
    floats: new Float32Array(memory.buffer, starts[index]!, length),
    integers: new Int32Array(memory.buffer, starts[index]!, length),
  }))
  return { kernels: bindKernels(memory), arrays }
}
