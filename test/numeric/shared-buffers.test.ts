import { expect, test } from 'vitest'
import { createSharedBuffers } from '../../src/numeric/shared-buffers.ts'
import { createScratch, createScratchMemory } from '../../src/numeric/wasm/scratch.ts'
import { createVectorStore, freeRooms, takeRoom } from '../../src/numeric/wasm/vector-store.ts'

test('a name keeps its memory for as long as that is large enough, and names do not share', () => {
  const buffers = createSharedBuffers()
  const first = buffers.float32('a', 100)
  expect(first.length).toBe(100)
  expect(buffers.float32('a', 40).buffer).toBe(first.buffer)
  expect(buffers.float32('a', 40).length).toBe(40)
  expect(buffers.float64('a', 50).buffer).toBe(first.buffer)
  expect(buffers.int32('a', 101).buffer).not.toBe(first.buffer)
  expect(buffers.int32('b', 10).buffer).not.toBe(buffers.int32('a', 10).buffer)
  const memory = buffers.memory('v', 70_000)
  expect(memory.buffer.byteLength).toBe(131_072)
  expect(buffers.memory('v', 10)).toBe(memory)
  expect(buffers.memory('v', 131_073)).not.toBe(memory)
})

test('memory beyond what 32 bits address is refused with its size', () => {
  expect(() => createSharedBuffers().memory('v', 5e9)).toThrow(/5000000000 bytes/)
})

test('scratch memory is taken again, and arrays begin at multiples of 64 bytes without touching', () => {
  const reuse = createScratchMemory()
  const [first, second] = [createScratch([3, 40_000], reuse), createScratch([17, 2], reuse)]
  expect(second.arrays[0]!.floats.buffer).toBe(first.arrays[0]!.floats.buffer)
  expect(second.arrays.map(({ at }) => at)).toEqual([0, 128])
})

test('each thread has a room of its own behind the vectors, and one too many is refused', () => {
  const store = createVectorStore(createSharedBuffers(), 'v', { words: 10, rooms: 2, roomLengths: [5, 20] })
  store.vectors.fill(7)
  const rooms = [takeRoom(store), takeRoom(store)]
  const places = rooms.flatMap(({ arrays }) => arrays)
  places.forEach(({ floats }, n) => {
    floats.fill(n)
  })
  expect(places.map(({ floats }) => new Set(floats).size)).toEqual([1, 1, 1, 1])
  expect(new Set(store.vectors)).toEqual(new Set([7]))
  expect(() => takeRoom(store)).toThrow(/More than 2 threads/)
  freeRooms(store)
  expect(takeRoom(store).arrays[0]!.at).toBe(rooms[0]!.arrays[0]!.at)
})
