import { createRandom } from '../../../numeric/random.ts'

export interface ArrivalPlan {
  readonly perSecond: number
  readonly seconds: number
  /** `poisson`: nobody knows of anybody else, as on the street; `constant`: one after the other, evenly */
  readonly process: 'poisson' | 'constant'
  readonly seed: number
}

/** When requests are due, ms from the start, ascending. They do not wait for answers: load that waits is no load. */
export function arrivalTimes({ perSecond, seconds, process, seed }: ArrivalPlan): Float64Array {
  const random = createRandom(seed)
  const times: number[] = []
  const meanMs = 1000 / perSecond
  const gapMs = () => (process === 'constant' ? meanMs : meanMs * random.exponential())
  for (let atMs = gapMs(); atMs < seconds * 1000; atMs += gapMs()) times.push(atMs)
  return Float64Array.from(times)
}
