import { plainRequest } from '../../serving/past-requests.ts'
import type { BenchContext } from './context.ts'
import { mainThreadCpuMs } from './cpu.ts'
import { repeat, summarise } from './measure.ts'
import type { Section } from './section.ts'

/** One request in process: everything but HTTP. One after the other, so that nobody waits for anybody. */
export async function benchInProcess({
  service,
  userIds,
  seconds,
  rounds,
  onProgress,
}: BenchContext): Promise<Section> {
  onProgress('Measuring requests in process')
  const { recommender } = service.serving
  const ask = (n: number) =>
    recommender.recommend({ ...plainRequest({ userId: userIds[n % userIds.length]! }), explain: true })
  await repeat(0, 200, ask)
  const startCpuMs = mainThreadCpuMs()
  const times = await repeat(seconds * rounds * 1000, 0, ask)
  const cpuUs = ((mainThreadCpuMs() - startCpuMs) * 1000) / times.length
  const { runs, medianMs, p99Ms } = summarise(times)
  return {
    title: 'One request in process',
    head: ['requests', 'median ms', 'p99 ms', 'CPU µs'],
    rows: [[String(runs), medianMs.toFixed(2), p99Ms.toFixed(2), cpuUs.toFixed(0)]],
    note: 'Look-up, planner, ranking, reasons, decision log; users in the cache; no HTTP.',
  }
}
