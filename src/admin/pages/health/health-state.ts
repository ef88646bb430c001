import { choice, type Fields, flag, text } from '../../router/url-state.ts'

export const views = ['service', 'data', 'quarantine'] as const

export interface HealthState {
  readonly view: (typeof views)[number]
  /** asks again by itself */
  readonly live: boolean
  /** the drift check that is looked at; empty: the first */
  readonly check: string
  /** of quarantined rows; empty: all */
  readonly source: string
  /** where the page of rows begins; empty: at the newest */
  readonly cursor: string
}

export type SetHealth = (patch: Partial<HealthState>, mode?: 'push' | 'replace') => void

export const healthFields: Fields<HealthState> = {
  view: choice(views, 'service'),
  live: flag(true),
  check: text(),
  source: text(),
  cursor: text(),
}
