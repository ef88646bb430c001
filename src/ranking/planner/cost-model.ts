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
  /** duration of each stage; absent: it did not run */
  readonly stageMs: Readonly<Partial<Record<Stage, number>>>
}

/** What a request still has to wait for besides the ranking, as the shell measures it; p95. */
export interface Load {
  readonly lookUpMs: number
  readonly eventLoopDelayMs: number
}

export interface CostEstimate {
  readonly meanMs: number
  /** look-up, queueing and ranking */
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
  stageCosts(name: PlanName): StageCost[]
  /** p95 of a run's duration over its mean, of late: rises with load. */
  readonly spread: number
}

/** Each run weighs 1 % less with every later one of its plan. */
const keep = 0.99
/** A run's time counts as at most twice what was expected: a pause of the garbage collector says nothing of a plan. */
const mostSurprise = 2
const quantile = 0.95
/** Step of the quantile's estimate, in the logarithm of the spread. */
const step = 0.1
const widestSpread = 100
const initialSpread = 1.5
/** Depths that stand for the assumed shape of costs, each worth one run. */
const shapeDepths = [50, 400]
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

/**
 * For each plan and stage a line over the number of candidates, by decayed least squares, with two assumed points scaled to the
 * level observed, so that one depth's timings tell something of the others. One spread for all plans, a stochastic approximation
 * (Robbins & Monro 1951) of the 95 % quantile of observed / expected: load slows every plan alike, so a plan that overload
 * has ruled out is back as soon as the others run well. Memory is constant.
 */
export function createCostModel(): CostModel {
  const sums = new Map<string, Sums>()
  for (const name of planNames) for (const stage of stages) sums.set(`${name}/${stage}`, new Float64Array(5))
  const costOf = (name: PlanName, stage: Stage) => fitLine(sums.get(`${name}/${stage}`)!, assumed[stage])
  const expected = (name: PlanName, candidates: number) =>
    stages.reduce((sum, stage) => {
      const { fixedMs, perCandidateMs } = costOf(name, stage)
      return sum + fixedMs + perCandidateMs * candidates
    }, 0)
  let logSpread = Math.log(initialSpread)
  return {
    observe({ name, candidates, stageMs }) {
      const tookMs = stages.reduce((sum, stage) => sum + (stageMs[stage] ?? 0), 0)
      const wantedMs = expected(name, candidates)
      const isAbove = Math.log(tookMs / wantedMs) > logSpread
      logSpread += step * (isAbove ? quantile : quantile - 1)
      logSpread = Math.min(Math.max(logSpread, 0), Math.log(widestSpread))
      // The first runs are taken as they are: until then the expectation is a guess.
      const runs = sums.get(`${name}/candidates`)![0]!
      const clipped = runs < 5 ? 1 : Math.min(1, (mostSurprise * wantedMs) / tookMs)
      for (const stage of stages) {
        const ms = stageMs[stage]
        if (ms !== undefined) addPoint(sums.get(`${name}/${stage}`)!, candidates, ms * clipped)
      }
    },
    predict({ name, candidates }, { lookUpMs, eventLoopDelayMs }) {
      const meanMs = expected(name, candidates)
      return { meanMs, p95Ms: lookUpMs + eventLoopDelayMs + meanMs * Math.exp(logSpread) }
    },
    stageCosts: (name) => stages.map((stage) => ({ stage, ...costOf(name, stage) })),
    get spread() {
      return Math.exp(logSpread)
    },
  }
}

function addPoint(sums: Sums, x: number, y: number): void {
  const terms = [1, x, y, x * x, x * y]
  for (let n = 0; n < 5; n++) sums[n] = sums[n]! * keep + terms[n]!
}

/** The least-squares line with neither part below 0. */
function fitLine(sums: Sums, [fixed, perCandidate]: readonly [number, number]): Omit<StageCost, 'stage'> {
  const shape = (x: number) => fixed + perCandidate * x
  const level = sums[0]! > 0 ? sums[2]! / sums[0]! / shape(sums[1]! / sums[0]!) : 1
  let [w, x, y, xx, xy] = [sums[0]!, sums[1]!, sums[2]!, sums[3]!, sums[4]!]
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
