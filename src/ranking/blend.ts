import type { Candidates } from './columns.ts'
import { objectives } from './objectives/objectives.ts'
import type { ObjectiveContribution, Scales } from './types.ts'

/** values[k][j] = the value of candidate j by objective k, in the registry's order. */
export type ObjectiveValues = readonly Float64Array[]

export function objectiveValues(candidates: Candidates): ObjectiveValues {
  return objectives.map((objective) => {
    const out = new Float64Array(candidates.count)
    objective.fill(candidates, out)
    return out
  })
}

/**
 * out[j] = Σ_k weights[k] · values[k][j] / σ_k, added up in the registry's order, so that it is bit for bit the sum of the
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
    const column = values[k]!
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
    const value = values[k]![candidate]!
    const weight = weights[k]!
    const scale = scales[key]
    return { key, value, unit, weight, scale, contribution: weight === 0 ? 0 : (weight * value) / scale }
  })
}
