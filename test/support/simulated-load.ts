import { createRandom } from '../../src/numeric/random.ts'
import { stages } from '../../src/ranking/planner/cost-model.ts'
import type { Plan } from '../../src/ranking/types.ts'
import { createLivePlanner, type LivePlanner } from '../../src/serving/live-planner.ts'
import { testProfile, testWorld } from './world.ts'

/** Arrivals at a rate until a time, then the next. */
export interface Phase {
  readonly perSecond: number
  readonly untilMs: number
}

export interface SimulatedAnswer {
  readonly arrivedMs: number
  /** null: refused */
  readonly tookMs: number | null
  readonly plan: Plan | null
}

export interface SimulatedLoad {
  readonly phases: readonly Phase[]
  /** What a ranking takes on average at a time, ms. */
  readonly rankMs: (plan: Plan, nowMs: number) => number
  readonly budgetMs: number
  readonly unplanned?: Plan
  readonly seed: number
  /** Every so often the whole process stands still for so long (a garbage collector, another process). */
  readonly pause?: { readonly everyMs: number; readonly ms: number }
}

/** Reading a request, refusing one, and writing an answer, ms. */
const readMs = 0.3
const refuseMs = 0.05
const writeMs = 0.4

/**
 * One process as an event loop over a clock of its own: it reads all that came, then does one ranking, and so on. The planner,
 * admission and turns are the real ones.
 */
export async function simulateLoad(
  load: SimulatedLoad,
): Promise<{ answers: SimulatedAnswer[]; planner: LivePlanner }> {
  const random = createRandom(load.seed)
  const world = { ...testWorld({ restaurants: 2000 }) }
  const settings = testProfile({ weights: { relevance: 1 } })
  let nowMs = 0
  let immediates: (() => void)[] = []
  const planner = createLivePlanner({
    eventLoop: { delayMs: () => 0 },
    clockMs: () => nowMs,
    soon: (work) => immediates.push(work),
    ...(load.unplanned ? { unplanned: load.unplanned } : {}),
  })
  const answers: SimulatedAnswer[] = []
  let nextPauseMs = load.pause?.everyMs ?? Number.POSITIVE_INFINITY

  const spend = (ms: number) => {
    nowMs += ms
    if (nowMs < nextPauseMs || !load.pause) return
    nowMs += load.pause.ms
    nextPauseMs = nowMs + load.pause.everyMs
  }

  /** As the recommender and the HTTP shell do it. */
  const serve = async (dueMs: number) => {
    const arrivedMs = Math.max(dueMs, planner.turns.arrivedMs())
    const entry = planner.admission.enter('recommendation')
    const refuse = () => answers.push({ arrivedMs: dueMs, tookMs: null, plan: null })
    if (!entry.admitted) {
      spend(refuseMs)
      refuse()
      return
    }
    spend(readMs)
    await planner.turns.take(arrivedMs + load.budgetMs)
    entry.served()
    const elapsedMs = nowMs - arrivedMs
    const { budgetMs } = load
    const choice = planner.choose({
      world,
      settings,
      candidates: null,
      budgetMs,
      leftMs: budgetMs - elapsedMs,
    })
    if (choice.degraded && choice.chosen.predictedMs > budgetMs - elapsedMs) {
      planner.admission.missed()
      entry.left()
      refuse()
      return
    }
    const { name, candidates, predictedMs } = choice.chosen
    const rankMs = load.rankMs({ name, candidates }, nowMs) * Math.exp(0.3 * random.normal())
    spend(rankMs)
    const stageMs = Object.fromEntries(stages.map((stage) => [stage, rankMs / stages.length]))
    planner.costs.observe({ name, candidates, stageMs, atMs: nowMs })
    spend(writeMs)
    const tookMs = nowMs - dueMs
    planner.observe({
      name,
      candidates,
      budgetMs,
      predictedMs: elapsedMs + predictedMs,
      tookMs: nowMs - arrivedMs,
      waitedMs: elapsedMs,
      lookUpMs: 0,
      answerMs: writeMs,
    })
    entry.left()
    answers.push({ arrivedMs: dueMs, tookMs, plan: { name, candidates } })
  }

  const arrivals = arrivalsOf(load.phases, random)
  let next = 0
  while (next < arrivals.length || immediates.length > 0) {
    if (immediates.length === 0) nowMs = Math.max(nowMs, arrivals[next]!)
    while (next < arrivals.length && arrivals[next]! <= nowMs) {
      void serve(arrivals[next++]!)
      await settled()
    }
    const due = immediates
    immediates = []
    for (const work of due) {
      work()
      await settled()
    }
  }
  return { answers, planner }
}

/** Lets what waits for a promise that is settled go on. */
const settled = async () => {
  for (let n = 0; n < 4; n++) await undefined
}

function arrivalsOf(phases: readonly Phase[], random: { exponential(): number }): number[] {
  const arrivals: number[] = []
  let atMs = 0
  for (const { perSecond, untilMs } of phases) {
    for (;;) {
      atMs += (1000 / perSecond) * random.exponential()
      if (atMs >= untilMs) break
      arrivals.push(atMs)
    }
    atMs = untilMs
  }
  return arrivals
}
