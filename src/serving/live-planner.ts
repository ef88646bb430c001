import type { EventLoopMonitor } from '../monitoring/event-loop.ts'
import { createDecayedQuantiles } from '../numeric/decayed-quantiles.ts'
import type { PlanName, ProfileSettings } from '../profiles/schema.ts'
import {
  type Calibration,
  type CalibrationReport,
  createCalibration,
} from '../ranking/planner/calibration.ts'
import { choosePlan, type PlanChoice } from '../ranking/planner/choose-plan.ts'
import {
  type CostEstimate,
  type CostModel,
  createCostModel,
  type Load,
  type StageCost,
} from '../ranking/planner/cost-model.ts'
import type { Plan, RankingWorld } from '../ranking/types.ts'
import { type Admission, type AdmissionReport, createAdmission } from './admission.ts'
import { createTurns, type Turns } from './turns.ts'

export interface PlanQuestion {
  readonly world: RankingWorld
  readonly settings: ProfileSettings
  /** POST /v1/rank: so many are ranked whatever the plan; null: as many as the plan says */
  readonly candidates: number | null
  readonly budgetMs: number
  readonly leftMs: number
}

/** The planner of one moment. A report that asks it twice gets one answer, whatever the load became meanwhile. */
export type PriceList = (question: PlanQuestion) => PlanChoice

/** An answer as it went; times in ms. */
export interface AnswerOutcome extends Plan {
  /** of the whole, when the plan was chosen */
  readonly predictedMs: number
  readonly budgetMs: number
  readonly tookMs: number
  /** of it: for others */
  readonly waitedMs: number
  /** of it: for who the user is */
  readonly lookUpMs: number
  /** of it: from the ranked list to the last byte handed over */
  readonly answerMs: number
}

export interface PlannerReport extends CalibrationReport {
  readonly admission: AdmissionReport
  /** p95 of late, ms */
  readonly lookUpMs: number
  readonly answerMs: number
  readonly eventLoopDelayMs: number
  /** p95 of a ranking's time over its mean */
  readonly spread: number
  /** rankings that wait for their turn, and how long a turn takes */
  readonly waiting: number
  readonly turnMs: number
  readonly stageCosts: Readonly<Record<PlanName, readonly StageCost[]>>
}

/** The planner of one process with all that it learns while serving. */
export interface LivePlanner {
  readonly costs: CostModel
  readonly turns: Turns
  readonly admission: Admission
  /** For a request that has had its turn: nothing but the work is still to come. */
  choose(question: PlanQuestion): PlanChoice
  /** For requests at large, with what they would wait for: as things stand now, however long it is asked. */
  prices(): PriceList
  observe(outcome: AnswerOutcome): void
  report(): PlannerReport
}

export interface LivePlannerOptions {
  readonly eventLoop: Pick<EventLoopMonitor, 'delayMs'>
  readonly clockMs: () => number
  /** To measure what planning is good for: this plan always, and nobody is refused. */
  readonly unplanned?: Plan
  /** See `TurnsOptions`. */
  readonly soon?: (work: () => void) => unknown
}

/** Of the budget, so much may pass until all who wait have had their turn; beyond it plans become simpler. */
const queueShare = 0.25
const halfLifeMs = 10_000

export function createLivePlanner(options: LivePlannerOptions): LivePlanner {
  const { eventLoop, clockMs, unplanned } = options
  const costs = createCostModel()
  const turns = createTurns({ clockMs, ...(options.soon ? { soon: options.soon } : {}) })
  const lookUps = createDecayedQuantiles({ halfLifeMs, max: 10_000 })
  const admission = createAdmission({
    turnMs: () => turns.turnMs,
    lookUpMs: () => orZero(lookUps.mean()),
    clockMs,
    admitsAll: unplanned !== undefined,
  })
  const calibration: Calibration = createCalibration()
  const answers = createDecayedQuantiles({ halfLifeMs, max: 10_000 })

  const loadNow = (lookUpMs: number, eventLoopDelayMs: number): Load => ({
    lookUpMs,
    eventLoopDelayMs,
    answerMs: orZero(answers.quantile(0.95)),
    nowMs: clockMs(),
  })

  const choose = (question: PlanQuestion, predict: (plan: Plan) => CostEstimate, shareMs: number) => {
    const { world, candidates } = question
    const sized = (plan: Plan) => (candidates === null ? plan : { ...plan, candidates })
    const answerMeanMs = orZero(answers.mean())
    const choice = choosePlan({
      profile: question.settings,
      qualities: world.planQualities,
      predict: (plan) => predict(sized(plan)).p95Ms,
      occupies: (plan) => predict(sized(plan)).meanMs + answerMeanMs,
      shareMs,
      budgetMs: question.budgetMs,
      leftMs: question.leftMs,
      hasModel: world.model !== null,
      restaurants: world.catalogue.size,
    })
    return unplanned ? pinned(choice, unplanned) : choice
  }

  return {
    costs,
    turns,
    admission,
    choose(question) {
      // Those who may wait for longer than this request wait for nothing that it does.
      const urgent = turns.waitingUntil(clockMs() + question.budgetMs)
      const shareMs = (question.budgetMs * queueShare) / (urgent + 1)
      const load = loadNow(0, 0)
      return choose(question, (plan) => costs.predict(plan, load), shareMs)
    },
    prices() {
      const lookUpMs = orZero(lookUps.quantile(0.95))
      const load = loadNow(lookUpMs, eventLoop.delayMs())
      const known = new Map<string, CostEstimate>()
      const predict = (plan: Plan) => {
        const key = `${plan.name}/${plan.candidates}`
        const estimate = known.get(key) ?? toMicroseconds(costs.predict(plan, load))
        known.set(key, estimate)
        return estimate
      }
      return (question) => choose(question, predict, Number.POSITIVE_INFINITY)
    },
    observe(outcome) {
      const atMs = clockMs()
      lookUps.add(outcome.lookUpMs, atMs)
      answers.add(outcome.answerMs, atMs)
      admission.observe(outcome)
      calibration.observe({ ...outcome, atMs })
    },
    report() {
      const nowMs = clockMs()
      return {
        ...calibration.report(nowMs),
        admission: admission.report(),
        lookUpMs: orZero(lookUps.quantile(0.95)),
        answerMs: orZero(answers.quantile(0.95)),
        eventLoopDelayMs: eventLoop.delayMs(),
        spread: costs.spread,
        waiting: turns.waiting,
        turnMs: turns.turnMs,
        stageCosts: {
          popular: costs.stageCosts('popular', nowMs),
          fast: costs.stageCosts('fast', nowMs),
          full: costs.stageCosts('full', nowMs),
        },
      }
    },
  }
}

/** The same plan whatever the load, as if there were no planner. */
function pinned(choice: PlanChoice, { name, candidates }: Plan): PlanChoice {
  const found = choice.options.find((option) => option.name === name && option.candidates === candidates)
  return found ? { ...choice, chosen: found, degraded: false } : choice
}

/** What is below is noise, and would show as a change between two reports. */
const toMicroseconds = ({ meanMs, p95Ms }: CostEstimate): CostEstimate => ({
  meanMs: Math.round(meanMs * 1000) / 1000,
  p95Ms: Math.round(p95Ms * 1000) / 1000,
})

const orZero = (ms: number) => (Number.isNaN(ms) ? 0 : ms)
