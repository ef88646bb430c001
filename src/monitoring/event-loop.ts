import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface EventLoopMonitor {
  /** p95 of how late timers fired during the last second or two, ms: what a request waits before anyone looks at it. */
  delayMs(): number
  close(): void
}

const resolutionMs = 5

/** Watches how far the event loop lags behind, in windows of `windowMs`. */
export function createEventLoopMonitor(windowMs = 1000): EventLoopMonitor {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  let previousMs = 0
  const read = () => {
    const p95Ms = histogram.percentile(95) / 1e6
    // The histogram holds whole intervals between its ticks, so an idle loop reads as its resolution.
    return Number.isFinite(p95Ms) ? Math.max(0, p95Ms - resolutionMs) : 0
  }
  const timer = setInterval(() => {
    previousMs = read()
    histogram.reset()
  }, windowMs)
  timer.unref()
  histogram.enable()
  return {
    delayMs: () => Math.max(previousMs, read()),
    close() {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
