import type { Plan, PlanQuality } from '../types.ts'

/** Every plan there is, cheapest first. */
export const plans: readonly Plan[] = [
  { name: 'popular', candidates: 50 },
  { name: 'popular', candidates: 200 },
  { name: 'fast', candidates: 100 },
  { name: 'fast', candidates: 200 },
  { name: 'fast', candidates: 400 },
  { name: 'full', candidates: 100 },
  { name: 'full', candidates: 200 },
  { name: 'full', candidates: 400 },
  { name: 'full', candidates: 1000 },
]

/** The full plan at full depth: what qualities are measured against. */
export const deepestPlan: Plan = plans.at(-1)!

/** Assumed until training has measured it. */
const usualQuality = { popular: 0.6, fast: 0.9, full: 1 } as const

/** Measured, or assumed: the ranker's usual quality, less where few candidates are looked at. */
export function qualityOf({ name, candidates }: Plan, measured: readonly PlanQuality[]): PlanQuality {
  const found = measured.find((each) => each.name === name && each.candidates === candidates)
  if (found) return found
  const quality = usualQuality[name] * (1 - 5 / (candidates + 5))
  return { name, candidates, ndcg: quality, revenue: quality }
}
