import { type Distances, distancesFrom } from '../ranking/candidates/distances.ts'
import { evidenceOf } from '../ranking/evidence.ts'
import { scoreByPopularity } from '../ranking/rankers/popular.ts'
import type { RankedItem, RankingRequest, RankingWorld } from '../ranking/types.ts'
import type { Scores } from '../relevance/model.ts'
import type { Belief } from './totals.ts'

/** Values lists that different plans, models or profiles made by one and the same belief, or their totals could not be compared. */
export interface Judge {
  /** What the judge believes of these restaurants, in their order. */
  value(items: readonly Pick<RankedItem, 'item'>[]): Belief[]
}

type Believe = (items: Int32Array, distanceKm: Float64Array) => Scores

/** A judge with the best belief there is in this world: the model at full depth, or demand alone when there is no model. */
export function createJudge(world: RankingWorld, request: RankingRequest): Judge {
  const distanceKm = distancesFrom(world.catalogue, request.origins)
  const believe = world.model ? byModel(world, request) : byDemand(world, request, distanceKm)
  return {
    value(shown) {
      const items = Int32Array.from(shown, ({ item }) => item)
      const distances = Float64Array.from(items, distanceKm)
      const { probability, spend } = believe(items, distances)
      const evidence = evidenceOf(world, request, items)
      return shown.map(({ item }, index) => ({
        item,
        probability: probability[index]!,
        spend: spend[index]!,
        distanceKm: distances[index]!,
        evidence: evidence(index),
      }))
    },
  }
}

function byModel({ model }: RankingWorld, request: RankingRequest): Believe {
  const scorer = model!.begin({
    history: request.history,
    atMs: request.atMs,
    likedCuisines: request.likedCuisines,
    maxPriceLevel: request.maxPriceLevelLiked,
    origins: request.origins,
  })
  return (items, distances) => {
    const scores = emptyScores(items.length)
    scorer.score(items, distances, items.length, 'full', scores)
    return scores
  }
}

/** Shares of the whole catalogue's demand: shares among the places of one list would make every list worth the same. */
function byDemand(world: RankingWorld, request: RankingRequest, distanceKm: Distances): Believe {
  const { size } = world.catalogue
  const all = emptyScores(size)
  const items = Int32Array.from({ length: size }, (_, item) => item)
  scoreByPopularity(world, request, items, Float64Array.from(items, distanceKm), size, all)
  return (some) => ({
    probability: Float64Array.from(some, (item) => all.probability[item]!),
    spend: Float64Array.from(some, (item) => all.spend[item]!),
  })
}

function emptyScores(length: number): Scores {
  return { probability: new Float64Array(length), spend: new Float64Array(length) }
}
