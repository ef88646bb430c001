import type { CreateExperimentRequest } from '../../../../client/index.ts'
import { type MetricKey, metricKeys, metricWords } from './metrics.ts'

export interface PlannedVariant {
  /** a profile, or a revision of it as `sales@3` */
  readonly profile: string
  /** a model version; empty: what the profile's channel serves */
  readonly model: string
  /** how many parts of all guests get it; only ratios matter */
  readonly parts: number
}

interface PlannedGuardrail {
  readonly metric: MetricKey
  /** share of the control's value */
  readonly smallestHarm: number
}

/** An experiment as it is filled in. */
export interface Plan {
  readonly key: string
  readonly hypothesis: string
  readonly owner: string
  /** the first is the control */
  readonly variants: readonly PlannedVariant[]
  /** a profile whose requests are taken; empty: those that name none */
  readonly scope: string
  readonly traffic: number
  readonly primaryMetric: MetricKey
  /** what ends it when its harm is proven */
  readonly guardrails: readonly PlannedGuardrail[]
  /** as typed */
  readonly outcomeHours: string
  readonly plannedUsers: string
  /** local time as `datetime-local` writes it; empty: a person ends it */
  readonly plannedStop: string
}

/** More have no colours of their own. */
export const mostVariants = 5
export const fewestVariants = 2
export const firstHarm = 0.02

export const emptyPlan: Plan = {
  key: '',
  hypothesis: '',
  owner: '',
  variants: [],
  scope: '',
  traffic: 1,
  primaryMetric: 'orders',
  guardrails: [{ metric: 'orders', smallestHarm: firstHarm }],
  outcomeHours: '24',
  plannedUsers: '2000',
  plannedStop: '',
}

/** Each variant's share of the guests who take part; they sum to 1. */
export function sharesOf(variants: readonly PlannedVariant[]): number[] {
  const sum = variants.reduce((total, { parts }) => total + parts, 0)
  return variants.map(({ parts }) => parts / sum)
}

/** What the variants are called: `sales`, `sales-r3`, `sales-model`, with a number behind it where two would be called the same. */
export function variantKeys(variants: readonly PlannedVariant[]): string[] {
  const taken = new Set<string>()
  return variants.map(({ profile, model }) => {
    const base = `${profile.replace('@', '-r')}${model === '' ? '' : '-model'}`.slice(0, 57)
    let key = base
    for (let n = 2; taken.has(key); n++) key = `${base}-${n}`
    taken.add(key)
    return key
  })
}

/** A metric that has no guardrail yet. */
export const freeMetric = ({ guardrails }: Pick<Plan, 'guardrails'>): MetricKey | undefined =>
  metricKeys.find((key) => !guardrails.some(({ metric }) => metric === key))

/** What the service is asked; what is no number is sent as nothing, so that it names the field. */
export function toCreateBody(plan: Plan): CreateExperimentRequest {
  const shares = sharesOf(plan.variants)
  const keys = variantKeys(plan.variants)
  return {
    key: plan.key.trim(),
    settings: {
      hypothesis: plan.hypothesis,
      owner: plan.owner,
      variants: plan.variants.map(({ profile, model }, index) => {
        const [name = '', revision] = profile.split('@')
        return {
          key: keys[index] ?? name,
          profile: name,
          ...(revision === undefined ? {} : { revision: Number(revision) }),
          ...(model === '' ? {} : { modelVersion: model }),
          share: shares[index] ?? 0,
        }
      }),
      scope: plan.scope === '' ? null : plan.scope,
      traffic: plan.traffic,
      primaryMetric: plan.primaryMetric,
      guardrails: plan.guardrails.map(({ metric, smallestHarm }) => ({
        metric,
        harm: metricWords[metric].harm,
        smallestHarm,
      })),
      outcomeHours: Number(plan.outcomeHours),
      plannedUsers: Number(plan.plannedUsers),
      ...(plan.plannedStop === '' ? {} : { plannedStop: new Date(plan.plannedStop).toISOString() }),
    },
  }
}
