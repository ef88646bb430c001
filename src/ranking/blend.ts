import type { Candidates } from './columns.ts'
import { objectives } from './objectives/objectives.ts'
import type { ObjectiveContribution, Scales } from './types.ts'

/** What candidates are worth by objective k of the registry; an objective that nobody asks for costs nothing. */
export interface ObjectiveValues {
  /** by candidate; worked out when first asked for, and kept */
  column(k: number): Float64Array
  /** out[j] += factor · o_k(j): without a column, unless there is one */
  add(k: number, factor: number, out: Float64Array): void
  /** of candidate j alone */
  at(k: number, j: number): number
}

export function objectiveValues(candidates: Candidates): ObjectiveValues {
  const columns: (Float64Array | undefined)[] = []
  return {
    column(k) {
      let column = columns[k]
      if (!column) {
        column = new Float64Array(candidates.count)
        objectives[k]!.add(candidates, 1, column)
        columns[k] = column
      }
      return column
    },
    add(k, factor, out) {
      const column = columns[k]
      if (!column) objectives[k]!.add(candidates, factor, out)
      else for (let j = 0; j < column.length; j++) out[j]! += factor * column[j]!
    },
    at: (k, j) => columns[k]?.[j] ?? objectives[k]!.value(candidates, j),
  }
}

/**
 * out[j] = Σ_k (weights[k] / σ_k) · o_k(j), added up in the registry's order, so that it is bit for bit the sum of the
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
    if (weights[k] !== 0) values.add(k, weights[k]! / scales[objectives[k]!.key], out)
  }
}

/** What one objective adds to a score: rounded as `blend` rounds it. */
export const contributionOf = (weight: number, scale: number, value: number): number =>
  weight === 0 ? 0 : (weight / scale) * value

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
    return { key, value, unit, weight, scale, contribution: contributionOf(weight, scale, value) }
  })
}
