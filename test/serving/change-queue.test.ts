import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { Topic } from '../../src/db/notifications.ts'
import { createChangeQueue } from '../../src/serving/change-queue.ts'

const none = async () => {}
const handlers = (own: Partial<Record<Topic, () => Promise<void>>>): Record<Topic, () => Promise<void>> => ({
  catalogue: none,
  users: none,
  interactions: none,
  erasures: none,
  profiles: none,
  models: none,
  experiments: none,
  keys: none,
  ...own,
})

test('many changes of a topic in a moment load it once, and only it', async () => {
  const catalogue = vi.fn(none)
  const profiles = vi.fn(none)
  const queue = createChangeQueue({ handlers: handlers({ catalogue, profiles }), debounceMs: 5 })
  for (let i = 0; i < 100; i++) queue.changed('catalogue')
  await queue.settled()
  expect(catalogue).toHaveBeenCalledTimes(1)
  expect(profiles).not.toHaveBeenCalled()
  await queue.close()
})

test('changes during a load start exactly one more, and loads of one topic never overlap', async () => {
  let running = 0
  let most = 0
  let loads = 0
  const catalogue = async () => {
    running++
    most = Math.max(most, running)
    loads++
    await delay(30)
    running--
  }
  const queue = createChangeQueue({ handlers: handlers({ catalogue }), debounceMs: 1 })
  queue.changed('catalogue')
  while (running === 0) await delay(1)
  for (let i = 0; i < 10; i++) queue.changed('catalogue')
  await queue.settled()
  expect({ loads, most }).toEqual({ loads: 2, most: 1 })
  await queue.close()
})

test('a failed load is tried again by itself until it succeeds, and each outcome is told', async () => {
  let left = 3
  const models = async () => {
    if (left-- > 0) throw new Error('away')
  }
  const outcomes: string[] = []
  const onDone = (_: Topic, error?: Error) => outcomes.push(error?.message ?? 'ok')
  const queue = createChangeQueue({ handlers: handlers({ models }), debounceMs: 1, retryMs: 1, onDone })
  queue.changed('models')
  await queue.settled()
  expect(outcomes).toEqual(['away', 'away', 'away', 'ok'])
  await queue.close()
})

test('closing waits for what is running and starts nothing more', async () => {
  let ended = 0
  const keys = async () => {
    await delay(20)
    ended++
  }
  const queue = createChangeQueue({ handlers: handlers({ keys }), debounceMs: 1 })
  queue.changed('keys')
  await delay(10)
  queue.changed('keys')
  await queue.close()
  expect(ended).toBe(1)
  queue.changed('keys')
  await delay(10)
  expect(ended).toBe(1)
})

test('who asks to be caught up waits for a load that began after the asking', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const catalogue = async () => {
    const n = begun.push(begun.length)
    await delay(20)
    ended.push(n)
  }
  const queue = createChangeQueue({ handlers: handlers({ catalogue }), debounceMs: 10_000 })
  queue.changed('catalogue')
  const first = queue.caughtUp('catalogue')
  while (begun.length === 0) await delay(1)
  const second = queue.caughtUp('catalogue')
  await first
  expect(ended).toEqual([1])
  await second
  expect(ended).toEqual([1, 2])
  await queue.close()
})

test('who asks to be caught up is not kept by a load that fails, nor by the close', async () => {
  const models = () => Promise.reject(new Error('away'))
  const queue = createChangeQueue({ handlers: handlers({ models }), debounceMs: 1, retryMs: 10_000 })
  await queue.caughtUp('models')
  const waiting = queue.caughtUp('models')
  await queue.close()
  await waiting
})
