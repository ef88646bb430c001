import type { Catalogue } from '../catalog/catalogue.ts'
import { isNew, newWithinDays } from '../catalog/new-places.ts'
import { type ObjectiveKey, objectiveKeys, type ProfileSettings, type Rule } from '../profiles/schema.ts'
import { latencyShare } from '../profiles/weights.ts'
import type { Plan } from '../ranking/types.ts'
import type { Term } from './columns.ts'

export interface ProposalQuery {
  readonly base: ProfileSettings
  /** over their scales, as the solver gives them */
  readonly weights: Readonly<Record<Term, number>>
  readonly maximise: ObjectiveKey
  /** of each list's exposure for new places, in place of weight on them; null: none */
  readonly minShareOfNew: number | null
  /** the deepest plan that may run, and what an answer may take, ms; null: as the base has it */
  readonly plan: { readonly plan: Plan; readonly budgetMs: number } | null
  readonly catalogue: Catalogue
  readonly atMs: number
}

/** Id of the rule by which a proposal lifts new places; putting a proposal twice replaces it. */
export const newPlacesRuleId = 'solver-new-places'
const mostIds = 1000
const mostStrength = 100
const dayMs = 86_400_000

/**
 * A profile's settings that rank by the solver's weights. Guardrails of the base go, since the weights were found to keep their own on
 * average. New places get an exposure floor where one was found to do as well; else weight on them becomes a boost of those that are
 * new now, for as long as the youngest of them is.
 */
export function proposedSettings(query: ProposalQuery): ProfileSettings {
  const { base, weights, maximise, plan, minShareOfNew } = query
  const latency = Math.min(latencyShare(base.weights), 0.999)
  const sum = objectiveKeys.reduce((total, key) => total + weights[key], 0)
  // A list that only newness orders still needs an objective to be a profile.
  const shares = sum > 0 ? weights : { ...weights, [maximise]: 1e-6 }
  const total = sum > 0 ? sum : 1e-6
  const share = (key: ObjectiveKey) => ((1 - latency) * shares[key]) / total
  const rules = base.rules.filter(({ id }) => id !== newPlacesRuleId)
  const boost =
    minShareOfNew === null && weights.newPlaces > 0 ? newPlacesRule(query, weights.newPlaces / total) : []
  const floors = base.exposureFloors.filter(({ group }) => minShareOfNew === null || group.by !== 'new')
  const floor = { group: { by: 'new' as const }, minShare: minShareOfNew ?? 0 }
  return {
    ...base,
    weights: {
      relevance: share('relevance'),
      revenue: share('revenue'),
      margin: share('margin'),
      wait: share('wait'),
      discovery: share('discovery'),
      latency,
    },
    guardrails: [],
    exposureFloors: minShareOfNew === null ? floors : [...floors, floor],
    rules: [...rules, ...boost],
    ...(plan && {
      latencyBudgetMs: Math.min(base.latencyBudgetMs, plan.budgetMs),
      maximumPlan: plan.plan.name,
    }),
  }
}

function newPlacesRule({ catalogue, atMs }: ProposalQuery, strength: number): Rule[] {
  const found: number[] = []
  for (let item = 0; item < catalogue.size; item++)
    if (isNew(catalogue.listedAtMs[item]!, atMs)) found.push(item)
  const newest = found
    .sort((a, b) => catalogue.listedAtMs[b]! - catalogue.listedAtMs[a]! || a - b)
    .slice(0, mostIds)
  if (newest.length === 0) return []
  return [
    {
      id: newPlacesRuleId,
      action: 'boost',
      strength: Math.min(strength, mostStrength),
      target: { restaurantIds: newest.map((item) => catalogue.ids[item]!) },
      owner: 'guardrail solver',
      reason: `Exposure of places listed within ${newWithinDays} days.`,
      until: new Date(catalogue.listedAtMs[newest[0]!]! + newWithinDays * dayMs).toISOString(),
    },
  ]
}
