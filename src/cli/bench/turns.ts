import { mainThreadCpuMs } from './cpu.ts'

/**
 * Watches how much the main thread works between two looks at its timers, a millisecond apart where it can: what keeps timers waiting that
 * is this process's own doing. Time that passes while other processes have the core is not in it.
 */
export function watchTurns(): { stop(): { longestCpuMs: number } } {
  let last = mainThreadCpuMs()
  let longest = 0
  const timer = setInterval(() => {
    const now = mainThreadCpuMs()
    longest = Math.max(longest, now - last)
    last = now
  }, 1)
  return {
    stop() {
      clearInterval(timer)
      return { longestCpuMs: longest }
    },
  }
}
