import { maximumPages } from './wasm/assembler.ts'

const wasmPage = 65_536

/**
 * Shared memory by name, used again by whoever asks for the name next: what is left to the garbage collectors of several threads
 * stays for as long as each of them pleases. An array is valid until its name is asked for again, and holds whatever was there.
 */
export interface SharedBuffers {
  int32(name: string, length: number): Int32Array
  float32(name: string, length: number): Float32Array
  float64(name: string, length: number): Float64Array
  /** memory of at least so many bytes that kernels can be bound to */
  memory(name: string, bytes: number): WebAssembly.Memory
}

export function createSharedBuffers(): SharedBuffers {
  const buffers = new Map<string, SharedArrayBuffer>()
  const memories = new Map<string, WebAssembly.Memory>()
  const bufferOf = (name: string, bytes: number) => {
    const known = buffers.get(name)
    if (known && known.byteLength >= bytes) return known
    const buffer = new SharedArrayBuffer(bytes)
    buffers.set(name, buffer)
    return buffer
  }
  return {
    int32: (name, length) => new Int32Array(bufferOf(name, length * 4), 0, length),
    float32: (name, length) => new Float32Array(bufferOf(name, length * 4), 0, length),
    float64: (name, length) => new Float64Array(bufferOf(name, length * 8), 0, length),
    memory(name, bytes) {
      const known = memories.get(name)
      if (known && known.buffer.byteLength >= bytes) return known
      const memory = createMemory(bytes)
      memories.set(name, memory)
      return memory
    },
  }
}

export function createMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(bytes / wasmPage))
  if (pages > maximumPages)
    throw new RangeError(`The kernels would need ${bytes} bytes of memory; 4 GiB is all they can address`)
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}
