import type { ComparisonSide } from '../../../client/index.ts'

/** One side as a person chooses it. */
export interface SideChoice {
  /** `sales`, `sales@3` or `draft:sales` */
  readonly profile: string
  /** empty: what the profile's channel serves; `none`: no model */
  readonly model: string
}

export function parseSide(text: string): SideChoice {
  const [profile = '', model = ''] = text.split('~')
  return { profile, model }
}

export const writeSide = ({ profile, model }: SideChoice): string =>
  model === '' ? profile : `${profile}~${model}`

/** What the service is asked of it. */
export function toSide(text: string): ComparisonSide {
  const { profile, model } = parseSide(text)
  return { profile, ...(model === '' ? {} : { modelVersion: model === 'none' ? null : model }) }
}
