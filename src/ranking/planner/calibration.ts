import { createDecayedMean, type DecayedMean } from '../../numeric/decayed-mean.ts'
import { createDecayedQuantiles, type DecayedQuantiles } from '../../numeric/decayed-quantiles.ts'
import type { Plan } from '../types.ts'
import { plans } from './plans.ts'

/** One answer as it was foreseen and as it went, from the request's arrival to the last byte handed over. */
export interface PlanOutcome extends Plan {
  readonly predictedMs: number
  readonly tookMs: number
  readonly budgetMs: number
  readonly atMs: number
}

/** The planner held against what happened, each answer counted by what is left of it (half after `halfLifeMs`). */
export interface PlanCalibration extends Plan {
  /** answers since the start */
  readonly answers: number
  /** of all answers of late, 0 to 1 */
  readonly share: number
  /** mean of the p95 that was predicted; null, here and below: it did not run of late */
  readonly predictedP95Ms: number | null
  readonly medianMs: number | null
  readonly p95Ms: number | null
  /** answers that took no longer than predicted: about 0.95 when the planner knows its costs */
  readonly coverage: number | null
  readonly withinBudget: number | null
}

export interface CalibrationReport {
  readonly halfLifeSeconds: number
  readonly answers: number
  /** of late, all plans; null: there was no answer */
  readonly withinBudget: number | null
  readonly coverage: number | null
  readonly plans: readonly PlanCalibration[]
}

export interface Calibration {
  observe(outcome: PlanOutcome): void
  report(nowMs: number): CalibrationReport
}

interface PlanRecord {
  answers: number
  readonly took: DecayedQuantiles
  readonly predicted: DecayedMean
  readonly covered: DecayedMean
  readonly kept: DecayedMean
}

/** Weighing less than this is not having run. */
const leastWeight = 0.01
const keyOf = ({ name, candidates }: Plan) => `${name}@${candidates}`

/** Memory is constant: a sketch a plan of the ladder. */
export function createCalibration({ halfLifeMs = 60_000 }: { halfLifeMs?: number } = {}): Calibration {
  const records = new Map<string, PlanRecord>(
    plans.map((plan) => [
      keyOf(plan),
      {
        answers: 0,
        took: createDecayedQuantiles({ halfLifeMs }),
        predicted: createDecayedMean(halfLifeMs),
        covered: createDecayedMean(halfLifeMs),
        kept: createDecayedMean(halfLifeMs),
      },
    ]),
  )

  return {
    observe(outcome) {
      const record = records.get(keyOf(outcome))
      if (!record) return
      const { predictedMs, tookMs, budgetMs, atMs } = outcome
      record.answers++
      record.took.add(tookMs, atMs)
      record.predicted.add(predictedMs, atMs)
      record.covered.add(tookMs <= predictedMs ? 1 : 0, atMs)
      record.kept.add(tookMs <= budgetMs ? 1 : 0, atMs)
    },
    report(nowMs) {
      const all = plans.map((plan) => ({ plan, record: records.get(keyOf(plan))! }))
      const weights = all.map(({ record }) => record.kept.weight(nowMs))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const overall = (pick: (record: PlanRecord) => DecayedMean) =>
        total < leastWeight
          ? null
          : all.reduce(
              (sum, { record }, n) => sum + (weights[n]! > 0 ? weights[n]! * pick(record).mean() : 0),
              0,
            ) / total
      return {
        halfLifeSeconds: halfLifeMs / 1000,
        answers: all.reduce((sum, { record }) => sum + record.answers, 0),
        withinBudget: overall(({ kept }) => kept),
        coverage: overall(({ covered }) => covered),
        plans: all.map(({ plan, record }, n) => {
          const has = weights[n]! >= leastWeight
          return {
            ...plan,
            answers: record.answers,
            share: total < leastWeight ? 0 : weights[n]! / total,
            predictedP95Ms: has ? record.predicted.mean() : null,
            medianMs: has ? record.took.quantile(0.5) : null,
            p95Ms: has ? record.took.quantile(0.95) : null,
            coverage: has ? record.covered.mean() : null,
            withinBudget: has ? record.kept.mean() : null,
          }
        }),
      }
    },
  }
}
