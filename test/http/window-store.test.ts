import { expect, test, vi } from 'vitest'
import { createWindowStore } from '../../src/http/window-store.ts'

function store(maxKeys = 10) {
  const clock = { ms: 1000 }
  return { clock, ...createWindowStore({ windowMs: 60_000, clockMs: () => clock.ms, maxKeys }) }
}

test('a key begins anew after its window, each by itself', () => {
  const { clock, count } = store()
  expect(count('a').hits).toBe(1)
  clock.ms += 59_999
  expect(count('a').hits).toBe(2)
  expect(count('b').hits).toBe(1)
  clock.ms += 1
  expect(count('a').hits).toBe(1)
  expect(count('b').hits).toBe(2)
})

test('a clock that is set back locks nobody out', () => {
  const { clock, count } = store()
  count('a')
  vi.useFakeTimers({ now: Date.now() - 365 * 86_400_000, toFake: ['Date'] })
  try {
    clock.ms += 30_000
    expect(count('a').leftMs).toBe(30_000)
    clock.ms += 30_000
    expect(count('a').hits).toBe(1)
  } finally {
    vi.useRealTimers()
  }
})

test('no more callers are remembered than there is room for', () => {
  const { count } = store(2)
  for (const key of ['a', 'b', 'c']) count(key)
  expect(count('c').hits).toBe(2)
  expect(count('a').hits).toBe(1)
})

test('processes that answer as one count what each other let in', () => {
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
    one.count('a')
    one.count('a')
    other.count('b')
    vi.advanceTimersByTime(1000)
    expect(other.count('a').hits).toBe(3)
    vi.advanceTimersByTime(1000)
    expect(one.count('a').hits).toBe(4)
    expect(one.count('b').hits).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})
