import { createDecayedMean } from '../numeric/decayed-mean.ts'

/** Gives out the process's time: one ranking in each turn of the event loop, the most urgent first. */
export interface Turns {
  /**
   * Resolves when it is the caller's turn; undefined: it is already. What the caller does before it waits again is its turn.
   * @param dueMs monotonic; who is due earlier goes first, then who came first
   */
  take(dueMs: number): Promise<void> | undefined
  /** How many wait, and how many of them are due until then. */
  readonly waiting: number
  waitingUntil(dueMs: number): number
  /** How long a turn takes, everything that the loop does in between included; mean of late, ms. */
  readonly turnMs: number
  /** When what the loop reads now came in at the earliest: when the turn under way began; monotonic. Without one: now. */
  arrivedMs(): number
}

export interface TurnsOptions {
  readonly clockMs: () => number
  /** Runs `work` after the loop has read what came in; `setImmediate`, unless a test has its own. */
  readonly soon?: (work: () => void) => unknown
  /** Before anything was measured, ms. */
  readonly initialTurnMs?: number
}

/** Half of a turn's weight is gone after so long. */
const turnHalfLifeMs = 500

interface Waiter {
  readonly dueMs: number
  readonly go: () => void
}

/**
 * Rankings are synchronous. Done as requests come in, those read together run in one go: nobody is answered in between, and who comes
 * meanwhile waits unseen in the kernel. So each takes a turn, and the loop reads what came in between two: the queue is ours, its length
 * and delay are known, and what is hopeless can be refused. The caller bounds the queue.
 */
export function createTurns(options: TurnsOptions): Turns {
  const { clockMs, soon = setImmediate, initialTurnMs = 2 } = options
  /** by due time, the last first, so that taking is cheap */
  const queue: Waiter[] = []
  const turns = createDecayedMean(turnHalfLifeMs)
  /** When the turn under way began; undefined: none is. */
  let startedMs: number | undefined

  const next = () => {
    const nowMs = clockMs()
    if (startedMs !== undefined) turns.add(nowMs - startedMs, nowMs)
    const waiter = queue.pop()
    startedMs = waiter ? nowMs : undefined
    if (!waiter) return
    soon(next)
    waiter.go()
  }

  return {
    take(dueMs) {
      if (startedMs === undefined) {
        startedMs = clockMs()
        soon(next)
        return undefined
      }
      return new Promise((resolve) => {
        let at = queue.length
        while (at > 0 && queue[at - 1]!.dueMs <= dueMs) at--
        queue.splice(at, 0, { dueMs, go: resolve })
      })
    },
    get waiting() {
      return queue.length
    },
    waitingUntil(dueMs) {
      let [low, high] = [0, queue.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (queue[middle]!.dueMs <= dueMs) high = middle
        else low = middle + 1
      }
      return queue.length - low
    },
    get turnMs() {
      const mean = turns.mean()
      return Number.isNaN(mean) ? initialTurnMs : mean
    },
    arrivedMs: () => startedMs ?? clockMs(),
  }
}
