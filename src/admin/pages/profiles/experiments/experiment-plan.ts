import type { CreateExperimentRequest } from '../../../../client/index.ts'
import { type MetricKey, metricWords } from './metrics.ts'

/** An experiment between two profiles as it is filled in. */
export interface Plan {
  readonly key: string
  readonly hypothesis: string
  readonly owner: string
  readonly control: string
  readonly other: string
  readonly traffic: number
  readonly primaryMetric: MetricKey
  /** what ends it when its harm is proven */
  readonly guarded: MetricKey | 'none'
  readonly smallestHarm: number
  /** as typed */
  readonly outcomeHours: string
  readonly plannedUsers: string
}

export const emptyPlan: Plan = {
  key: '',
  hypothesis: '',
  owner: '',
  control: '',
  other: '',
  traffic: 1,
  primaryMetric: 'orders',
  guarded: 'orders',
  smallestHarm: 0.02,
  outcomeHours: '24',
  plannedUsers: '2000',
}

/** What the service is asked; what is no number is sent as nothing, so that it names the field. */
export function toCreateBody(plan: Plan): CreateExperimentRequest {
  const { guarded, smallestHarm } = plan
  return {
    key: plan.key.trim(),
    settings: {
      hypothesis: plan.hypothesis,
      owner: plan.owner,
      variants: [plan.control, plan.other].map((profile) => ({ key: profile, profile, share: 0.5 })),
      traffic: plan.traffic,
      primaryMetric: plan.primaryMetric,
      guardrails:
        guarded === 'none' ? [] : [{ metric: guarded, harm: metricWords[guarded].harm, smallestHarm }],
      outcomeHours: Number(plan.outcomeHours),
      plannedUsers: Number(plan.plannedUsers),
    },
  }
}
