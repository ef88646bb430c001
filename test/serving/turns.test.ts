import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createTurns } from '../../src/serving/turns.ts'

function testTurns() {
  let nowMs = 0
  let soon: (() => void)[] = []
  const turns = createTurns({ clockMs: () => nowMs, soon: (work) => soon.push(work) })
  /** One turn of the event loop, in which `ms` pass. */
  const turn = async (ms = 1) => {
    nowMs += ms
    const due = soon
    soon = []
    for (const work of due) work()
    await new Promise(setImmediate)
  }
  return { turns, turn, pending: () => soon.length, now: () => nowMs }
}

describe('turns', () => {
  test('an idle process gives a turn at once, and the next one only in the next turn of the loop', async () => {
    const { turns, turn } = testTurns()
    expect(turns.take(100)).toBeUndefined()
    const second = turns.take(100)
    expect(second).toBeInstanceOf(Promise)
    expect(turns.waiting).toBe(1)
    await turn()
    await second
    expect(turns.waiting).toBe(0)
  })

  test.prop([fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 40 })])(
    'one each turn, who is due first goes first, then who came first',
    async (dues) => {
      const { turns, turn } = testTurns()
      void turns.take(0)
      const order: number[] = []
      dues.forEach((dueMs, n) => void turns.take(dueMs)!.then(() => order.push(n)))
      for (let n = 0; n < dues.length; n++) {
        expect(order).toHaveLength(n)
        await turn()
      }
      const expected = dues.map((due, n) => ({ due, n })).sort((a, b) => a.due - b.due || a.n - b.n)
      expect(order).toEqual(expected.map(({ n }) => n))
    },
  )

  test.prop([fc.array(fc.nat({ max: 50 })), fc.nat({ max: 60 })])(
    'it knows how many are due until when',
    (dues, untilMs) => {
      const { turns } = testTurns()
      void turns.take(0)
      for (const dueMs of dues) void turns.take(dueMs)
      expect(turns.waitingUntil(untilMs)).toBe(dues.filter((due) => due <= untilMs).length)
    },
  )

  test('measures how long a turn takes, and asks for no turn of the loop when nobody waits', async () => {
    const { turns, turn, pending } = testTurns()
    void turns.take(0)
    for (let n = 0; n < 20; n++) void turns.take(0)
    for (let n = 0; n < 22; n++) await turn(4)
    expect(turns.turnMs).toBeCloseTo(4, 6)
    expect(pending()).toBe(0)
  })

  test('what is read during a turn may have come when the turn began', async () => {
    const { turns, turn, now } = testTurns()
    expect(turns.arrivedMs()).toBe(now())
    void turns.take(0)
    const beganMs = now()
    void turns.take(0)
    await turn(5)
    expect(turns.arrivedMs()).toBe(beganMs + 5)
    await turn(3)
    expect(turns.arrivedMs()).toBe(now())
  })
})
