import { quantile } from '../measure.ts'
import type { LoadResult } from './generate.ts'

export interface LoadFigures {
  readonly offeredPerSecond: number
  readonly answeredPerSecond: number
  /** 503 */
  readonly refusedPerSecond: number
  /** neither an answer nor a refusal: given up at the end, or broken off */
  readonly lost: number
  /** other statuses, with their counts */
  readonly other: Readonly<Record<string, number>>
  /** of those answered, as the client saw it; 1 when nothing was answered */
  readonly withinBudget: number
  /** of those not refused */
  readonly withinBudgetOfAccepted: number
  /** of those answered; null: none was */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly refusalP99Ms: number | null
  /** how late the generator itself was */
  readonly lagP99Ms: number
}

/** One kind of requests, or all (`kind` null), held against a budget. */
export function summariseLoad(
  result: LoadResult,
  { seconds, budgetMs, kind = null }: { seconds: number; budgetMs: number; kind?: number | null },
): LoadFigures {
  const answered: number[] = []
  const refusals: number[] = []
  const lags: number[] = []
  const other: Record<string, number> = {}
  let [offered, lost] = [0, 0]
  for (let n = 0; n < result.status.length; n++) {
    if (kind !== null && result.kind[n] !== kind) continue
    offered++
    const status = result.status[n]!
    lags.push(Number.isNaN(result.lagMs[n]!) ? 0 : result.lagMs[n]!)
    if (status === 0) lost++
    else if (status === 503) refusals.push(result.tookMs[n]!)
    else if (status >= 200 && status < 300) answered.push(result.tookMs[n]!)
    else other[status] = (other[status] ?? 0) + 1
  }
  const took = Float64Array.from(answered).sort()
  const refused = Float64Array.from(refusals).sort()
  const kept = answered.filter((ms) => ms <= budgetMs).length
  const accepted = offered - refusals.length
  const at = (sorted: Float64Array, q: number) => (sorted.length === 0 ? null : quantile(sorted, q))
  return {
    offeredPerSecond: offered / seconds,
    answeredPerSecond: answered.length / seconds,
    refusedPerSecond: refusals.length / seconds,
    lost,
    other,
    withinBudget: answered.length === 0 ? 1 : kept / answered.length,
    withinBudgetOfAccepted: accepted === 0 ? 1 : kept / accepted,
    p50Ms: at(took, 0.5),
    p95Ms: at(took, 0.95),
    p99Ms: at(took, 0.99),
    refusalP99Ms: at(refused, 0.99),
    lagP99Ms: at(Float64Array.from(lags).sort(), 0.99) ?? 0,
  }
}
