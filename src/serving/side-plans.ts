import type { PricedPlan } from '../analysis/lists.ts'
import { Problem } from '../problem/problems.ts'
import type { PlanName } from '../profiles/schema.ts'
import { plans } from '../ranking/planner/plans.ts'
import type { Plan, PlanOption } from '../ranking/types.ts'

/** What the planner chooses out of its options: the first that is free to run, else the cheapest. */
export function chosenPlan(options: readonly PlanOption[]): PricedPlan {
  const [first] = options
  if (!first) throw new Error('the planner gave no plan')
  if (first.fits && first.allowed) return priced(first)
  // The first of the equally cheap, as the planner does it.
  return priced(options.reduce((least, option) => (option.predictedMs < least.predictedMs ? option : least)))
}

/** The predicted p95 of a plan, ms. A plan that cannot run, since there is no model, costs what the cheapest does: it runs as that. */
export function priceOf(options: readonly PlanOption[], { name, candidates }: Plan): number {
  const same = options.find((option) => option.name === name && option.candidates === candidates)
  return (same ?? chosenPlan(options)).predictedMs
}

/** The plan of the planner's ladder that is meant; `candidates` left out: the deepest of its name. @throws Problem invalid-request */
export function ladderPlan(name: PlanName, candidates: number | undefined, path: string): Plan {
  const named = plans.filter((plan) => plan.name === name)
  const found = candidates === undefined ? named.at(-1) : named.find((plan) => plan.candidates === candidates)
  if (found) return found
  const depths = named.map((plan) => plan.candidates).join(', ')
  throw new Problem('invalid-request', {
    errors: [{ path: `${path}.candidates`, message: `is no depth of ${name}; write one of ${depths}` }],
  })
}

const priced = ({ name, candidates, predictedMs }: PlanOption): PricedPlan => ({
  name,
  candidates,
  predictedMs,
})
