import type { Config } from '../../config.ts'
import type { RunningService } from '../../main.ts'
import type { OnStep } from './place.ts'

/** What every measurement is given: a running service, and how long to measure. */
export interface BenchContext {
  readonly service: RunningService
  readonly config: Config
  /** of people who ordered lately */
  readonly userIds: readonly string[]
  /** headers of a request that may do anything */
  readonly headers: Readonly<Record<string, string>>
  /** of one slice */
  readonly seconds: number
  /** slices of each kind, taken in turns */
  readonly rounds: number
  readonly onProgress: OnStep
}
