import { Problem } from '../problem/problems.ts'

/** Which analysis it is, for who asks how far it is. */
export interface AnalysisName {
  readonly kind: string
  /** of the request; absent: nobody will ask */
  readonly id?: string | undefined
}

/** An analysis that somebody waits for. */
export interface AnalysisUnderWay {
  readonly kind: string
  readonly id: string | null
  readonly state: 'running' | 'waiting'
  /** requests of its sample that are done, of how many; null: there is one request, or nothing was told yet */
  readonly progress: { readonly done: number; readonly total: number } | null
}

export type OnProgress = (done: number, total: number) => void

export interface AnalysisQueue {
  /**
   * @param signal aborted: nobody waits for it any more; what waits for its turn leaves the queue
   * @param work is told where to say how far it is
   * @throws Problem unavailable when too many wait already; the signal's reason
   */
  run<T>(
    name: AnalysisName,
    signal: AbortSignal | undefined,
    work: (onProgress: OnProgress) => Promise<T>,
  ): Promise<T>
  /** What runs and what waits, in the order in which it came; as many as the limits at most. */
  underWay(): readonly AnalysisUnderWay[]
}

/** At most `running` analyses at a time; up to `waiting` more wait their turn, and what comes then is refused. */
export function createAnalysisQueue(limits: { running: number; waiting: number }): AnalysisQueue {
  const waiting: (() => void)[] = []
  const known = new Set<AnalysisUnderWay>()
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
    async run({ kind, id = null }, signal, work) {
      const entry: Mutable<AnalysisUnderWay> = { kind, id, state: 'waiting', progress: null }
      const mine = turn(signal)
      known.add(entry)
      await mine?.catch((reason: unknown) => {
        known.delete(entry)
        throw reason
      })
      entry.state = 'running'
      try {
        return await work((done, total) => {
          entry.progress = { done, total }
        })
      } finally {
        known.delete(entry)
        // The place is handed over, not given back: nobody can come between.
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
    underWay: () => [...known].map((entry) => ({ ...entry })),
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
