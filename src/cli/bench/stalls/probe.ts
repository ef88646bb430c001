import { mainThreadCpuMs } from '../cpu.ts'

export interface Stalls {
  /** the longest stretch of the main thread's own work in which nobody else had a turn, ms of CPU */
  readonly longestCpuMs: number
  /** the same by the clock: what the machine gave to others meanwhile is in it */
  readonly longestWallMs: number
  /** stretches of more than `longMs` of CPU */
  readonly long: number
}

export const longMs = 50
const everyMs = 1

/** Watches how long the event loop is kept busy at a stretch while `work` runs. A turn of the loop takes at least one timer. */
export async function watchStalls<T>(work: () => Promise<T>): Promise<{ result: T; stalls: Stalls }> {
  let [longestCpuMs, longestWallMs, long] = [0, 0, 0]
  let [cpuMs, wallMs] = [mainThreadCpuMs(), performance.now()]
  const look = () => {
    const [nowCpuMs, nowMs] = [mainThreadCpuMs(), performance.now()]
    if (nowCpuMs - cpuMs > longMs) long++
    longestCpuMs = Math.max(longestCpuMs, nowCpuMs - cpuMs)
    longestWallMs = Math.max(longestWallMs, nowMs - wallMs)
    cpuMs = nowCpuMs
    wallMs = nowMs
  }
  const timer = setInterval(look, everyMs)
  try {
    const result = await work()
    look()
    return { result, stalls: { longestCpuMs, longestWallMs, long } }
  } finally {
    clearInterval(timer)
  }
}
