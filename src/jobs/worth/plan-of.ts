import type { ProfileSettings } from '../../profiles/schema.ts'
import { choosePlan } from '../../ranking/planner/choose-plan.ts'
import type { Plan, PlanQuality } from '../../ranking/types.ts'

export interface PlanCircumstances {
  readonly qualities: readonly PlanQuality[]
  /** p95 of a plan, ms */
  readonly predict: (plan: Plan) => number
  /** size of the catalogue */
  readonly restaurants: number
}

/** The plan that the planner takes for a profile with all of its budget left. */
export function planOf(profile: ProfileSettings, circumstances: PlanCircumstances): Plan {
  const budgetMs = profile.latencyBudgetMs
  const query = { ...circumstances, profile, budgetMs, leftMs: budgetMs, hasModel: true }
  const { name, candidates } = choosePlan(query).chosen
  return { name, candidates }
}

/** p95 that the planner is told where none was measured, ms: of a busy process, since an idle one never has to choose. */
export const busyMs = ({ name, candidates }: Plan): number => {
  const perThousand = { popular: 4, fast: 15, full: 40 }[name]
  return { popular: 1, fast: 3, full: 4 }[name] + (perThousand * candidates) / 1000
}
