import type { ObjectiveKey } from '../../profiles/schema.ts'
import type { Candidates } from '../columns.ts'

/** What a list can be good at: a value per restaurant, higher is better. A new one is a file here and a line in the registry. */
export interface Objective {
  readonly key: ObjectiveKey
  readonly label: string
  readonly unit: string
  /** The value of candidate j < candidates.count; finite; depends on candidate j alone. */
  value(candidates: Candidates, j: number): number
  /** out[j] += factor · value(j) for all j < candidates.count: a loop of its own over the columns that it needs, in which nothing is called. */
  add(candidates: Candidates, factor: number, out: Float64Array): void
}
