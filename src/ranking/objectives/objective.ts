import type { ObjectiveKey } from '../../profiles/schema.ts'
import type { Candidates } from '../columns.ts'

/** What a list can be good at: a value per restaurant, higher is better. A new one is a file here and a line in the registry. */
export interface Objective {
  readonly key: ObjectiveKey
  readonly label: string
  readonly unit: string
  /** The value of candidate j < candidates.count; finite; depends on candidate j alone. */
  value(candidates: Candidates, j: number): number
  /** out[j] = value(candidates, j) for all j < out.length: a loop of its own, in which the value is no call. */
  column(candidates: Candidates, out: Float64Array): void
}
