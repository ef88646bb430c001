import type { ExposureFigures, GroupExposure } from '../analysis/exposure.ts'
import type { UserGroup } from '../interactions/user-groups.ts'
import type { PlanQuality } from '../ranking/types.ts'
import type { Estimate } from '../relevance/metrics.ts'
import type { OrderSettings } from '../relevance/order-settings.ts'
import type { DataReport } from './data-report.ts'

/** How a candidate does on the same later orders as the model in service. */
export interface InServiceComparison {
  readonly version: string
  /**
   * `later-orders`: the model in service itself, on orders that neither had seen; `refitted`: its settings learnt anew on the
   * candidate's own training part; `same-settings`: neither way there is anything to tell apart; `unreadable`: its bytes can't be read
   */
  readonly how: 'later-orders' | 'refitted' | 'same-settings' | 'unreadable'
  readonly words: string
  readonly orders: number
  readonly candidateNdcg: Estimate
  readonly inServiceNdcg: Estimate
  /** NDCG@10 of the candidate less that of the model in service, order by order */
  readonly gain: Estimate
}

export interface GroupQuality {
  readonly group: UserGroup
  readonly orders: number
  readonly ndcg: Estimate
  readonly gainOverDecayedFrequency: Estimate
  /** null: not compared */
  readonly gainOverInService: Estimate | null
}

export interface ExposureReport extends ExposureFigures {
  readonly byPriceLevel: readonly GroupExposure[]
  readonly byNovelty: readonly GroupExposure[]
  readonly byOwnership: readonly GroupExposure[]
}

/** Who is shown by the candidate and by the model in service, for the same orders. */
export interface ExposureChange {
  readonly orders: number
  /** share of the restaurants that were shown at least once */
  readonly coverage: Compared
  /** mean past orders of what was shown over that of what was ordered */
  readonly popularityLift: Compared
  /** shares of all exposure */
  readonly groups: readonly ({ readonly group: string } & Compared)[]
}

interface Compared {
  readonly candidate: number
  readonly inService: number
}

export interface SearchReport {
  readonly budgetSeconds: number
  readonly tookSeconds: number
  /** mean NDCG@10 over the later blocks of each rolling origin, in the order of trying */
  readonly tried: readonly {
    readonly settings: OrderSettings
    readonly ndcg: number
    /** on the same orders; null: it is the default */
    readonly gainOverDefault: Estimate | null
  }[]
  /** settings that there was no time for */
  readonly untried: number
  readonly best: OrderSettings
}

export interface GateCheck {
  readonly name: string
  readonly passed: boolean
  readonly words: string
}

export interface GateVerdict {
  /** better or not worse, or forced */
  readonly accepted: boolean
  readonly forced: boolean
  readonly checks: readonly GateCheck[]
  readonly words: string
}

/** What a run found out, stage by stage; what it did not reach is null. */
export interface TrainReport {
  readonly data: DataReport
  readonly split: {
    readonly trainingOrders: number
    readonly testOrders: number
    /** the first test order, ISO 8601 */
    readonly testFrom: string
  } | null
  readonly search: SearchReport | null
  /** against drawing, popularity and decayed frequency, order by order */
  readonly gains: Readonly<Record<'random' | 'popularity' | 'decayed-frequency', Estimate>> | null
  readonly inService: InServiceComparison | null
  readonly groups: readonly GroupQuality[]
  readonly exposure: ExposureReport | null
  /** null: there was no model in service to compare with */
  readonly exposureChange: ExposureChange | null
  readonly expectedOverObserved: number | null
  readonly plans: readonly (PlanQuality & { readonly inServiceNdcg: number | null })[]
  readonly gate: GateVerdict | null
}
