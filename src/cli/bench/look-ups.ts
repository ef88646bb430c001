import { createLookups } from '../../serving/lookups.ts'
import type { BenchContext } from './context.ts'
import { mainThreadCpuMs } from './cpu.ts'
import { inTurns, ratios, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

const atOnce = 64
const kinds = [
  { what: 'one statement each', maxBatch: 1 },
  { what: 'together', maxBatch: 256 },
] as const

/** What is gained by asking PostgreSQL for the users of several requests at once? The cache is off. */
export async function benchLookUps(context: BenchContext): Promise<Section> {
  const { service, userIds, seconds, rounds, onProgress } = context
  onProgress('Measuring look-ups')
  const { catalogue } = service.serving.snapshots.current()
  const results = await inTurns(kinds, rounds, async ({ maxBatch }) => {
    const lookups = createLookups({
      pool: service.database.pool,
      maxBatch,
      maxConcurrent: 2,
      maxCachedInteractions: 1,
    })
    const startMs = performance.now()
    const startCpuMs = mainThreadCpuMs()
    let count = 0
    while (performance.now() - startMs < seconds * 1000) {
      const asked = Array.from({ length: atOnce }, (_, n) => userIds[(count + n) % userIds.length]!)
      await Promise.all(
        asked.map((userId) => lookups.find({ userId, untilMs: null, catalogue, deadlineMs: 10_000 })),
      )
      count += atOnce
    }
    return {
      perSecond: (count * 1000) / (performance.now() - startMs),
      cpuUs: ((mainThreadCpuMs() - startCpuMs) * 1000) / count,
      statements: lookups.stats.queries / count,
    }
  })
  const perSecond = results.map((rows) => rows.map((row) => row.perSecond))
  return {
    title: 'Look-ups of users, alone and together',
    head: ['how', 'look-ups/s', 'gain', 'CPU µs', 'statements a look-up'],
    rows: kinds.map(({ what }, k) => [
      what,
      spreadAsText(spreadOf(perSecond[k]!)),
      `${spreadAsText(spreadOf(ratios(perSecond[k]!, perSecond[0]!)), 2)}×`,
      spreadOf(results[k]!.map(({ cpuUs }) => cpuUs)).median.toFixed(0),
      spreadOf(results[k]!.map(({ statements }) => statements)).median.toFixed(3),
    ]),
    note: `${atOnce} requests wait at the same time, two connections to PostgreSQL, no cache; whole histories.`,
  }
}
