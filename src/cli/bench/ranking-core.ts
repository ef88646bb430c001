import { getHeapStatistics } from 'node:v8'
import { listOf, rank, weigh } from '../../ranking/pipeline.ts'
import { plans } from '../../ranking/planner/plans.ts'
import type { Plan, RankingRequest, RankingWorld } from '../../ranking/types.ts'
import { plainRequest } from '../../serving/past-requests.ts'
import { type StageTime, startStageClock } from '../../serving/stage-clock.ts'
import type { BenchContext } from './context.ts'
import { mainThreadCpuMs } from './cpu.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

interface Prepared {
  readonly world: RankingWorld
  readonly request: RankingRequest
}

interface Measured {
  readonly cpuUs: number
  readonly scored: number
  readonly kib: number
  /** blend and re-ranking alone, of candidates that were weighed beforehand */
  readonly coreUs: number
  readonly stageUs: ReadonlyMap<string, number>
}

/** How long does ranking alone take, by plan? No look-up, no log, no HTTP; users known beforehand. */
export async function benchRankingCore(context: BenchContext): Promise<Section> {
  const { recommender } = context.service.serving
  context.onProgress('Measuring the ranking core')
  const prepared = await Promise.all(
    context.userIds.slice(0, 50).map((userId) => recommender.prepare(plainRequest({ userId }))),
  )
  const results = await inTurns(plans, context.rounds, (plan) =>
    rankFor(context.seconds * 100, plan, prepared),
  )
  const rows = plans.map((plan, k) => {
    const of = (value: (measured: Measured) => number) => spreadOf(results[k]!.map(value))
    const stages = [...results[k]![0]!.stageUs.keys()]
    return [
      `${plan.name}@${plan.candidates}`,
      of(({ scored }) => scored).median.toFixed(0),
      spreadAsText(of(({ cpuUs }) => cpuUs)),
      of(({ cpuUs, scored }) => (1000 * cpuUs) / Math.max(1, scored)).median.toFixed(0),
      of(({ kib }) => kib).median.toFixed(0),
      spreadAsText(
        of(({ coreUs }) => coreUs),
        1,
      ),
      stages.map((s) => `${s} ${of(({ stageUs }) => stageUs.get(s)!).median.toFixed(0)}`).join(', '),
    ]
  })
  return {
    title: 'Ranking core alone',
    head: ['plan', 'scored', 'CPU µs', 'µs / 1,000 scored', 'KiB allocated', 'core alone, µs', 'stages, µs'],
    rows,
    note: 'One ranking: median over rounds, quartiles in brackets. CPU is of the thread; stages are times that passed, their medians. Core alone: blending and re-ranking, over and over, what was weighed beforehand for ten users; in a whole ranking the same finds its caches filled with other things, and describes the items besides.',
  }
}

function rankFor(forMs: number, plan: Plan, prepared: readonly Prepared[]): Measured {
  const startMs = performance.now()
  const startCpuMs = mainThreadCpuMs()
  const times: StageTime[] = []
  let runs = 0
  let scored = 0
  // At least a few, however slow; the sum of what was scored is used, so that nothing of the work can be left out.
  while (runs < 10 || performance.now() - startMs < forMs) {
    const { world, request } = prepared[runs % prepared.length]!
    const clock = startStageClock(() => performance.now())
    scored += rank(world, { ...request, plan }, clock.listen).scored
    times.push(...clock.times())
    runs++
  }
  const cpuUs = ((mainThreadCpuMs() - startCpuMs) * 1000) / runs
  return {
    cpuUs,
    scored: scored / runs,
    kib: allocatedKib(plan, prepared),
    coreUs: coreFor(forMs / 4, plan, prepared.slice(0, 10)),
    stageUs: mediansOf(times),
  }
}

function coreFor(forMs: number, plan: Plan, prepared: readonly Prepared[]): number {
  const known = prepared.map(({ world, request }) => {
    const planned = { ...request, plan }
    return { world, request: planned, weighed: weigh(world, planned) }
  })
  const run = (times: number) => {
    for (let n = 0; n < times; n++) {
      const { world, request, weighed } = known[n % known.length]!
      listOf(world, request, weighed)
    }
  }
  run(1000)
  const startMs = performance.now()
  const startCpuMs = mainThreadCpuMs()
  let runs = 0
  // Looking at the clocks takes time too.
  for (; runs === 0 || performance.now() - startMs < forMs; runs += 100) run(100)
  return ((mainThreadCpuMs() - startCpuMs) * 1000) / runs
}

/** The heap's growth over one ranking; a collection in between makes it less, so the median of some. */
function allocatedKib(plan: Plan, prepared: readonly Prepared[]): number {
  const grown = prepared.map(({ world, request }) => {
    const before = getHeapStatistics().used_heap_size
    rank(world, { ...request, plan })
    return (getHeapStatistics().used_heap_size - before) / 1024
  })
  return spreadOf(grown).median
}

/** What passed while others had the core is in the mean, and hardly in the median. */
function mediansOf(times: readonly StageTime[]): ReadonlyMap<string, number> {
  const stages = new Set(times.map(({ stage }) => stage))
  return new Map(
    Array.from(stages, (stage) => {
      const us = times.filter((time) => time.stage === stage).map(({ ms }) => ms * 1000)
      return [stage, spreadOf(us).median] as const
    }),
  )
}
