import { expect, test, vi } from 'vitest'
import { createWindowStore } from '../../src/http/window-store.ts'

function store(maxKeys = 10) {
  const clock = { ms: 1000 }
  return { clock, ...createWindowStore({ windowMs: 60_000, clockMs: () => clock.ms, maxKeys }) }
}

test('a key begins anew after its window, each by itself', async () => {
  const { clock, increment } = store()
  expect((await increment('a')).totalHits).toBe(1)
  clock.ms += 59_999
  expect((await increment('a')).totalHits).toBe(2)
  expect((await increment('b')).totalHits).toBe(1)
  clock.ms += 1
  expect((await increment('a')).totalHits).toBe(1)
  expect((await increment('b')).totalHits).toBe(2)
})

test('a clock that is set back locks nobody out', async () => {
  const { clock, increment } = store()
  await increment('a')
  vi.useFakeTimers({ now: Date.now() - 365 * 86_400_000, toFake: ['Date'] })
  try {
    clock.ms += 30_000
    const { resetTime } = await increment('a')
    expect(resetTime!.getTime() - Date.now()).toBe(30_000)
    clock.ms += 30_000
    expect((await increment('a')).totalHits).toBe(1)
  } finally {
    vi.useRealTimers()
  }
})

test('no more callers are remembered than there is room for', async () => {
  const { increment } = store(2)
  for (const key of ['a', 'b', 'c']) await increment(key)
  expect((await increment('c')).totalHits).toBe(2)
  expect((await increment('a')).totalHits).toBe(1)
})
