import type { ComparisonSample } from '../../../client/index.ts'
import { choice, type Fields, number } from '../../router/url-state.ts'

/** A sample of past requests, as it stands in the address of the pages that draw one. */
export interface SampleState {
  readonly size: number
  readonly source: 'any' | 'log' | 'orders'
  readonly seed: number
}

export const sampleFields: Fields<SampleState> = {
  size: number(100, { min: 1, max: 2000 }),
  source: choice(['any', 'log', 'orders'], 'any'),
  seed: number(1, { min: 0, max: 4_294_967_295 }),
}

/** What the service is asked. */
export const toSample = ({ size, source, seed }: SampleState): ComparisonSample => ({
  size: Math.round(size),
  source,
  seed: Math.round(seed),
})
