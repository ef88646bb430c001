import { choice, type Fields, text } from '../../router/url-state.ts'
import { type SampleState, sampleFields } from '../shared/sample-state.ts'

export const tabs = ['settings', 'edit', 'preview', 'history'] as const
export type Tab = (typeof tabs)[number]

export interface ProfilesState extends SampleState {
  readonly view: 'profiles' | 'experiments'
  /** the profile that is open; empty: none */
  readonly key: string
  readonly tab: Tab
  /** the two states whose difference is shown: a revision, `live` or `draft`; empty: none */
  readonly from: string
  readonly to: string
  /** the experiment that is open; empty: none */
  readonly experiment: string
}

export const profilesFields: Fields<ProfilesState> = {
  ...sampleFields,
  view: choice(['profiles', 'experiments'], 'profiles'),
  key: text(),
  tab: choice(tabs, 'settings'),
  from: text(),
  to: text(),
  experiment: text(),
}

export type SetProfiles = (patch: Partial<ProfilesState>, mode?: 'push' | 'replace') => void
