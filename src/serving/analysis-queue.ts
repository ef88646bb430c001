import { Problem } from '../problem/problems.ts'

export interface AnalysisQueue {
  /** @throws Problem unavailable when too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>
}

/** At most `running` analyses at a time; up to `waiting` more wait their turn, and what comes then is refused. */
export function createAnalysisQueue(limits: { running: number; waiting: number }): AnalysisQueue {
  const waiting: (() => void)[] = []
  let running = 0

  const turn = (): Promise<void> | undefined => {
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
    return new Promise((resolve) => waiting.push(resolve))
  }

  return {
    async run(work) {
      await turn()
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
