import type { SpanTime } from '../monitoring/tracing.ts'

/** The request behind a question: when it came, whether anybody waits for the answer, and when that is out. */
export interface Visit {
  /** When it came in, as near as can be known; monotonic, of the same clock as the recommender's. */
  readonly arrivedMs: number
  /** So many budgets the answer may take; 1: somebody waits for it. With more, it gives way to others. */
  readonly patience: number
  /** False: answered whatever the queue has left of its budget. */
  readonly mayRefuse: boolean
  /** True: the client left. */
  isGone(): boolean
  /** Told when its turn has come. */
  served(): void
  /** `listener` runs once the last byte is handed over; never, when the client left before. */
  onFinished(listener: () => void): void
  /** Told what the work consisted of; absent: nobody asked for traces. */
  readonly parts?: (parts: readonly SpanTime[]) => void
}

/** Who asks in this process: there is no connection, and the answer is out when it is there. */
export function ownVisit(arrivedMs: number, patience = 1): Visit {
  return {
    arrivedMs,
    patience,
    mayRefuse: false,
    isGone: () => false,
    served() {},
    onFinished: (listener) => listener(),
  }
}
