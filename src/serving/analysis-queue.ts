import { Problem } from '../problem/problems.ts'

export interface AnalysisQueue {
  /**
   * @param signal aborted: nobody waits for it any more; what waits for its turn leaves the queue
   * @throws Problem unavailable when too many wait already; the signal's reason
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** At most `running` analyses at a time; up to `waiting` more wait their turn, and what comes then is refused. */
export function createAnalysisQueue(limits: { running: number; waiting: number }): AnalysisQueue {
  const waiting: (() => void)[] = []
  let running = 0

  const turn = (signal?: AbortSignal): Promise<void> | undefined => {
    signal?.throwIfAborted()
    if (running < limits.running) {
      running++
      return undefined
    }
    if (waiting.length >= limits.waiting) {
      throw new Problem('unavailable', {
        detail: 'Too many analyses are waiting already.',
        retryAfterSeconds: 5,
      })
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(signal?.reason)
      }
      waiting.push(go)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  return {
    async run(work, signal) {
      await turn(signal)
      try {
        return await work()
      } finally {
        // The place is handed over, not given back: nobody can come between.
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
