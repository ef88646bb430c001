/** Keeps requests from waiting, one after the other, for something that has just shown not to answer. */
export interface Breaker {
  /** False: don't try now. */
  allows(): boolean
  succeeded(): void
  /** Blocks for a while, longer with each failure in a row. */
  failed(): void
}

export interface BreakerOptions {
  readonly clockMs: () => number
  readonly firstPauseMs?: number
  readonly maxPauseMs?: number
}

/** After a failure everyone is refused for a pause; then one attempt goes through and decides. */
export function createBreaker(options: BreakerOptions): Breaker {
  const { clockMs, firstPauseMs = 100, maxPauseMs = 1000 } = options
  let failures = 0
  let openUntilMs = Number.NEGATIVE_INFINITY
  return {
    allows() {
      if (failures === 0) return true
      const nowMs = clockMs()
      if (nowMs < openUntilMs) return false
      openUntilMs = nowMs + pause()
      return true
    },
    succeeded() {
      failures = 0
    },
    failed() {
      failures++
      openUntilMs = clockMs() + pause()
    },
  }

  function pause(): number {
    return Math.min(maxPauseMs, firstPauseMs * 2 ** (failures - 1))
  }
}
