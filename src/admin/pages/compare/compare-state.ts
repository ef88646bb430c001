import type { CompareRequest } from '../../../client/index.ts'
import { choice, type Fields, list } from '../../router/url-state.ts'
import { type RequestState, requestFields, toRequest } from '../shared/request-state.ts'
import { type SampleState, sampleFields, toSample } from '../shared/sample-state.ts'
import { toSide } from '../shared/side.ts'

export const fewestSides = 2
export const mostSides = 5

export interface CompareState extends RequestState, SampleState {
  readonly on: 'request' | 'sample'
  /** each as `sales`, `sales@3`, `draft:sales`, with a model behind a tilde: `sales~<version>`, `sales~none` */
  readonly sides: readonly string[]
}

export const compareFields: Fields<CompareState> = {
  ...requestFields,
  ...sampleFields,
  on: choice(['request', 'sample'], 'request'),
  sides: list(['ml-engineer', 'sales']),
}

/** What the service is asked. */
export function toCompareBody(state: CompareState): CompareRequest {
  const sides = state.sides.slice(0, mostSides).map(toSide)
  if (state.on === 'request') return { request: toRequest(state), sides }
  return { sample: toSample(state), sides }
}
