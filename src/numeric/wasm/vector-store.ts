import type { SharedBuffers } from '../shared-buffers.ts'
import { layOut, type Scratch, scratchBytes } from './scratch.ts'

/** Vectors where the kernels of several threads read them without a copy each, followed by room for each thread to work in. */
export interface VectorStore {
  readonly memory: WebAssembly.Memory
  /** from address 0 on */
  readonly vectors: Float32Array
  /** byte address of the number of rooms that are taken; the rooms follow it */
  readonly takenAt: number
  readonly rooms: number
  /** lengths, in 32-bit words, of the arrays of a room */
  readonly roomLengths: readonly number[]
}

/** @param words length of the vectors; their content is whatever was there */
export function createVectorStore(
  buffers: SharedBuffers,
  name: string,
  { words, rooms, roomLengths }: { words: number; rooms: number; roomLengths: readonly number[] },
): VectorStore {
  const takenAt = scratchBytes([words])
  const memory = buffers.memory(name, takenAt + 64 + rooms * scratchBytes(roomLengths))
  return { memory, vectors: new Float32Array(memory.buffer, 0, words), takenAt, rooms, roomLengths }
}

/** Before each run of a kernel that takes rooms. */
export function freeRooms({ memory, takenAt }: VectorStore): void {
  new Int32Array(memory.buffer, takenAt, 1)[0] = 0
}

/** A room that no other thread has. */
export function takeRoom({ memory, takenAt, rooms, roomLengths }: VectorStore): Scratch {
  const room = Atomics.add(new Int32Array(memory.buffer, takenAt, 1), 0, 1)
  if (room >= rooms) throw new Error(`More than ${rooms} threads work on one store of vectors`)
  return layOut(memory, takenAt + 64 + room * scratchBytes(roomLengths), roomLengths)
}
