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

test('processes that answer as one count what each other let in', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    const listeners: ((key: string, hits: number) => void)[] = []
    const open = (n: number) =>
      createWindowStore({
        windowMs: 60_000,
        clockMs: () => 0,
        exchange: {
          tell: (hits) =>
            listeners.forEach((heard, k) => {
              if (k !== n) for (const [key, count] of hits) heard(key, count)
            }),
          onHeard: (listener) => {
            listeners[n] = listener
          },
        },
      })
    const [one, other] = [open(0), open(1)]
    await one.increment('a')
    await one.increment('a')
    await other.increment('b')
    vi.advanceTimersByTime(1000)
    expect((await other.increment('a')).totalHits).toBe(3)
    vi.advanceTimersByTime(1000)
    expect((await one.increment('a')).totalHits).toBe(4)
    expect((await one.increment('b')).totalHits).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})
