import { type PlanName, planNames } from '../../profiles/schema.ts'
import type { Plan, StageListener } from '../types.ts'

export type Stage = Parameters<StageListener>[0]
export const stages = [
  'candidates',
  'eligibility',
  'relevance',
  'blend',
  'rerank',
] as const satisfies readonly Stage[]

/** One ranking as it went. */
export interface PlanRun {
  readonly name: PlanName
  /** how many were scored */
  readonly candidates: number
  /** duration of each stage; absent: it did not run, and took nothing */
  readonly stageMs: Readonly<Partial<Record<Stage, number>>>
  /** when it ended; monotonic */
  readonly atMs: number
}

/** What a request still has to wait for besides the ranking, as the shell measures it; p95. */
export interface Load {
  readonly lookUpMs: number
  readonly eventLoopDelayMs: number
  /** from the ranked list to the last byte handed over */
  readonly answerMs: number
  /** monotonic: what was learnt long ago counts less */
  readonly nowMs: number
}

export interface CostEstimate {
  readonly meanMs: number
  /** look-up, queueing, ranking and answering */
  readonly p95Ms: number
}

/** ms = fixedMs + perCandidateMs · candidates */
export interface StageCost {
  readonly stage: Stage
  readonly fixedMs: number
  readonly perCandidateMs: number
}

/** What plans cost in this process, learnt from its own timings. */
export interface CostModel {
  observe(run: PlanRun): void
  predict(plan: Plan, load: Load): CostEstimate
  stageCosts(name: PlanName, nowMs: number): StageCost[]
  /** p95 of a run's duration over its mean, of late: rises with load. */
  readonly spread: number
}

/** Each run weighs 1 % less with every later one of its plan. */
const keep = 0.99
/** A run's time counts as at most twice what was expected: a pause of the garbage collector says nothing of a plan. */
const mostSurprise = 2
/** So many surprises of one kind in a row are no pause but a change: they count in full, and what was known before half as much with each. */
const changeRuns = 3
const quantile = 0.95
/** Step of the quantile's estimate, in the logarithm of the spread. */
const step = 0.1
const widestSpread = 100
const initialSpread = 1.5
/** Depths that stand for the assumed shape of costs, each worth one run. */
const shapeDepths = [50, 400]
/** A plan that has not run for so long has lost a factor e of what was learnt of it. */
const forgetMs = 15_000
/** So many runs of its own outweigh what the other plans' runs say of a plan. */
const levelRuns = 2
/** Share of a run in the level that all plans have in common. */
const levelStep = 0.05
/** ms and ms per candidate, before anything was observed: a slow machine that has just started. */
const assumed: Record<Stage, readonly [number, number]> = {
  candidates: [0.2, 0.002],
  eligibility: [0.05, 0.0005],
  relevance: [0.2, 0.002],
  blend: [0.05, 0.0003],
  rerank: [0.1, 0.0003],
}

/** Decayed sums of weight, x, y, x², xy of one plan's stage. */
type Sums = Float64Array

/** All stages of a plan together, at one moment. */
interface PlanLine {
  readonly atMs: number
  readonly fixedMs: number
  readonly perCandidateMs: number
}

/**
 * For each plan and stage a line over the number of candidates, by decayed least squares, with two assumed points scaled to the
 * level observed, so that one depth's timings tell something of the others. One spread for all plans, a stochastic approximation
 * (Robbins & Monro 1951) of the 95 % quantile of observed / expected: load slows every plan alike, so a plan that overload
 * has ruled out is back as soon as the others run well. What was learnt of a plan fades when it does not run, towards the level of those that do:
 * a plan that became dear for a while is tried again by itself, and one run tells. Memory is constant.
 */
export function createCostModel(): CostModel {
  const sums = new Map<PlanName, ReadonlyMap<Stage, Sums>>()
  const lastRunMs = new Map<PlanName, number>()
  /** Surprises in a row: above 0 slower than expected, below faster. */
  const surprises = new Map<PlanName, number>()
  for (const name of planNames) sums.set(name, new Map(stages.map((stage) => [stage, new Float64Array(5)])))
  /** What was worked out last, of each plan: a choice asks for every depth at the same moment. */
  const lines = new Map<PlanName, PlanLine>()
  /** log(observed / assumed) of late, over the plans that run */
  let logLevel = 0
  let hasRun = false
  let logSpread = Math.log(initialSpread)

  /** What is left of a plan's evidence. */
  const leftOf = (name: PlanName, nowMs: number) =>
    Math.exp(-Math.max(0, nowMs - (lastRunMs.get(name) ?? nowMs)) / forgetMs)
  const stageCosts = (name: PlanName, nowMs: number): StageCost[] => {
    const left = leftOf(name, nowMs)
    const level = Math.exp(logLevel)
    const own = sums.get(name)!
    return stages.map((stage) => {
      const { fixedMs, perCandidateMs } = fitLine(own.get(stage)!, assumed[stage], left, level)
      return { stage, fixedMs, perCandidateMs }
    })
  }
  const lineOf = (name: PlanName, nowMs: number): PlanLine => {
    const known = lines.get(name)
    if (known?.atMs === nowMs) return known
    let [fixedMs, perCandidateMs] = [0, 0]
    for (const cost of stageCosts(name, nowMs)) {
      fixedMs += cost.fixedMs
      perCandidateMs += cost.perCandidateMs
    }
    const line = { atMs: nowMs, fixedMs, perCandidateMs }
    lines.set(name, line)
    return line
  }
  const expected = (name: PlanName, candidates: number, nowMs: number) => {
    const { fixedMs, perCandidateMs } = lineOf(name, nowMs)
    return fixedMs + perCandidateMs * candidates
  }

  return {
    observe({ name, candidates, stageMs, atMs }) {
      const tookMs = stages.reduce((sum, stage) => sum + (stageMs[stage] ?? 0), 0)
      const wantedMs = expected(name, candidates, atMs)
      const isAbove = Math.log(tookMs / wantedMs) > logSpread
      logSpread += step * (isAbove ? quantile : quantile - 1)
      logSpread = Math.min(Math.max(logSpread, 0), Math.log(widestSpread))
      // The first runs are taken as they are: until then the expectation is a guess.
      const inARow = surprisesInARow(surprises.get(name) ?? 0, tookMs / wantedMs)
      surprises.set(name, inARow)
      const isChange = Math.abs(inARow) >= changeRuns
      const left = leftOf(name, atMs) * (isChange ? 0.5 : 1)
      const own = sums.get(name)!
      const runs = own.get('candidates')![0]! * left
      const clipped = runs < 5 || isChange ? 1 : Math.min(1, (mostSurprise * wantedMs) / tookMs)
      for (const stage of stages) {
        addPoint(own.get(stage)!, candidates, (stageMs[stage] ?? 0) * clipped, left)
      }
      lines.clear()
      lastRunMs.set(name, atMs)
      const ratio = Math.log((tookMs * clipped) / assumedMs(candidates, stageMs))
      if (!Number.isFinite(ratio)) return
      logLevel += hasRun ? levelStep * (ratio - logLevel) : ratio
      hasRun = true
    },
    predict({ name, candidates }, { lookUpMs, eventLoopDelayMs, answerMs, nowMs }) {
      const meanMs = expected(name, candidates, nowMs)
      const p95Ms = lookUpMs + eventLoopDelayMs + answerMs + meanMs * Math.exp(logSpread)
      return { meanMs, p95Ms }
    },
    stageCosts,
    get spread() {
      return Math.exp(logSpread)
    },
  }
}

/** @param ratio observed / expected */
function surprisesInARow(before: number, ratio: number): number {
  if (ratio > mostSurprise) return Math.max(before, 0) + 1
  return ratio < 1 / mostSurprise ? Math.min(before, 0) - 1 : 0
}

/** What was assumed of the stages that ran. */
function assumedMs(candidates: number, stageMs: PlanRun['stageMs']): number {
  return stages.reduce((sum, stage) => {
    const [fixed, perCandidate] = assumed[stage]
    return stageMs[stage] === undefined ? sum : sum + fixed + perCandidate * candidates
  }, 0)
}

/** @param left what is left of the sums since the run before */
function addPoint(sums: Sums, x: number, y: number, left: number): void {
  const terms = [1, x, y, x * x, x * y]
  for (let n = 0; n < 5; n++) sums[n] = sums[n]! * keep * left + terms[n]!
}

/**
 * The least-squares line with neither part below 0.
 * @param left what is left of the sums
 * @param sharedLevel observed / assumed, of all plans
 */
function fitLine(
  sums: Sums,
  [fixed, perCandidate]: readonly [number, number],
  left: number,
  sharedLevel: number,
): Omit<StageCost, 'stage'> {
  const shape = (x: number) => fixed + perCandidate * x
  let [w, x, y, xx, xy] = [
    sums[0]! * left,
    sums[1]! * left,
    sums[2]! * left,
    sums[3]! * left,
    sums[4]! * left,
  ]
  const own = w > 0 ? y / w / shape(x / w) : sharedLevel
  const level = (w * own + levelRuns * sharedLevel) / (w + levelRuns)
  for (const depth of shapeDepths) {
    const ms = level * shape(depth)
    w += 1
    x += depth
    y += ms
    xx += depth * depth
    xy += depth * ms
  }
  const slope = (w * xy - x * y) / (w * xx - x * x)
  const intercept = (y - slope * x) / w
  if (slope < 0) return { fixedMs: y / w, perCandidateMs: 0 }
  if (intercept < 0) return { fixedMs: 0, perCandidateMs: xy / xx }
  return { fixedMs: intercept, perCandidateMs: slope }
}
