import type { FairnessRequest } from '../../../client/index.ts'
import { choice, type Fields, list } from '../../router/url-state.ts'
import { type SampleState, sampleFields, toSample } from '../shared/sample-state.ts'
import { parseSide, toSide } from '../shared/side.ts'

export const dimensions = ['price level', 'cuisine', 'district', 'age', 'ownership'] as const
export const ratios = ['amplification', 'exposureOverMerit'] as const

export const mostSides = 2
/** What was shown, out of the log, rather than what a profile would show. */
export const liveSide = 'live'

export interface FairnessState extends SampleState {
  /** as in Compare, or `live`; none: the profile that is served */
  readonly sides: readonly string[]
  /** what groups are told apart by */
  readonly by: (typeof dimensions)[number]
  readonly over: (typeof ratios)[number]
}

export type SetFairness = (patch: Partial<FairnessState>, mode?: 'push' | 'replace') => void

export const fairnessFields: Fields<FairnessState> = {
  ...sampleFields,
  sides: list(),
  by: choice(dimensions, 'price level'),
  over: choice(ratios, 'amplification'),
}

/** What the service is asked of a profile; null: the log is looked at, or there is no such side. */
export function toFairnessBody(side: string | undefined, sample: SampleState): FairnessRequest | null {
  if (side === undefined || side === liveSide) return null
  return { ...toSample(sample), ...toSide(side) }
}

/** The name of a side where people read it. */
export function sideName(text: string): string {
  if (text === liveSide) return 'Shown'
  const { profile, model } = parseSide(text)
  const own = profile.replace(/^draft:(.*)$/, '$1, draft').replace('@', ', revision ')
  if (model === '') return own
  return model === 'none' ? `${own}, no model` : `${own}, ${model}`
}
