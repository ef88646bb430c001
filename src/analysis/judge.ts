import { profileSettingsSchema } from '../profiles/schema.ts'
import { rank } from '../ranking/pipeline.ts'
import type { RankedItem, RankingRequest, RankingWorld } from '../ranking/types.ts'
import type { Belief } from './totals.ts'

/** Values lists that different plans, models or profiles made by one and the same belief, or their totals could not be compared. */
export interface Judge {
  /** What the judge believes of these restaurants, in their order; an item it cannot see keeps the belief it came with. */
  value(items: readonly RankedItem[]): Belief[]
}

/** Relevance alone, nothing else: the judge's own ranking is not used, only what it believes. */
const neutral = profileSettingsSchema.parse({
  stakeholder: 'Analysis',
  description: 'Believes, and wants nothing.',
  weights: { relevance: 1 },
  latencyBudgetMs: 10_000,
})

/** A judge with the best belief there is in this world: the model at full depth, or demand alone when there is no model. */
export function createJudge(world: RankingWorld, request: RankingRequest): Judge {
  const known = new Map<number, Belief>()

  const learn = (items: readonly number[]) => {
    const candidates = Int32Array.from(items).sort()
    const ranking = rank(world, {
      ...request,
      candidates,
      limit: candidates.length,
      plan: { name: world.model ? 'full' : 'popular', candidates: candidates.length },
      profile: neutral,
      radiusKm: null,
      filters: { cuisines: null, maxPriceLevel: 0, openNow: false, exclude: new Set() },
    })
    for (const belief of ranking.items) known.set(belief.item, belief)
  }

  return {
    value(items) {
      const unknown = items.filter(({ item }) => !known.has(item)).map(({ item }) => item)
      if (unknown.length > 0) learn(unknown)
      return items.map((item) => known.get(item.item) ?? item)
    },
  }
}
