import type { Candidates } from './columns.ts'
import type { Objective } from './objectives/objective.ts'
import { objectives } from './objectives/objectives.ts'
import type { ObjectiveContribution, Scales } from './types.ts'

/** What candidates are worth by objective k of the registry; an objective that nobody asks for costs nothing. */
export interface ObjectiveValues {
  /** by candidate; worked out when first asked for */
  column(k: number): Float64Array
  /** of candidate j alone */
  at(k: number, j: number): number
}

export function objectiveValues(candidates: Candidates): ObjectiveValues {
  const columns: (Float64Array | undefined)[] = []
  return {
    column(k) {
      columns[k] ??= fill(objectives[k]!, candidates)
      return columns[k]
    },
    at: (k, j) => columns[k]?.[j] ?? objectives[k]!.value(candidates, j),
  }
}

function fill(objective: Objective, candidates: Candidates): Float64Array {
  const out = new Float64Array(candidates.count)
  objective.column(candidates, out)
  return out
}

/**
 * out[j] = Σ_k weights[k] · o_k(j) / σ_k, added up in the registry's order, so that it is bit for bit the sum of the
 * contributions that an explanation lists.
 * @param out length ≥ count, overwritten
 */
export function blend(
  values: ObjectiveValues,
  weights: Float64Array,
  scales: Scales,
  count: number,
  out: Float64Array,
): void {
  out.fill(0, 0, count)
  for (let k = 0; k < objectives.length; k++) {
    const weight = weights[k]!
    if (weight === 0) continue
    const column = values.column(k)
    const scale = scales[objectives[k]!.key]
    for (let j = 0; j < count; j++) out[j]! += (weight * column[j]!) / scale
  }
}

/** The terms of one candidate's score. */
export function contributions(
  values: ObjectiveValues,
  weights: Float64Array,
  scales: Scales,
  candidate: number,
): ObjectiveContribution[] {
  return objectives.map(({ key, unit }, k) => {
    const value = values.at(k, candidate)
    const weight = weights[k]!
    const scale = scales[key]
    return { key, value, unit, weight, scale, contribution: weight === 0 ? 0 : (weight * value) / scale }
  })
}
