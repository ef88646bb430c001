import { normalInterval, type Range } from './intervals.ts'
import type { WeightedList } from './logged-list.ts'

export const refusals = ['no-lists', 'no-outcomes', 'no-exploration', 'not-covered', 'few-effective'] as const
export type RefusalCode = (typeof refusals)[number]

/** Why the logs do not answer, and what would make them. */
export interface Refusal {
  readonly code: RefusalCode
  readonly reason: string
  readonly remedy: string
}

export interface Support {
  /** lists' worth of evidence, the least over places that one list in twenty reaches: (Σ w)² / Σ w² (Kish 1965) */
  readonly effectiveLists: number
  /** mean weight of that of these places where it is furthest from 1; 1 is expected where logs cover all that the target would show */
  readonly meanWeight: number
  readonly meanWeightRange: Range | null
  readonly largestWeight: number
  /** share of weights that were clipped */
  readonly clipped: number
  /** share of places that were drawn, not determined */
  readonly explored: number
}

/** Fewer lists' worth of evidence than this support no interval that could be trusted. */
export const leastEffectiveLists = 50
/** So much of what the target shows must have had a chance of being shown. */
const leastCovered = 0.9
/** Places that fewer lists reach are not judged: one client that asks for hundreds of places would decide for all the others. */
const leastReaching = 0.05
/** So many outcomes at least: the normal law speaks of sums of many. */
const leastOutcomes = 5

export function supportOf(lists: readonly WeightedList[], explored: number, maxWeight: number): Support {
  const places = lists.reduce((most, { weight }) => Math.max(most, weight.length), 0)
  let effectiveLists = places === 0 ? 0 : Number.POSITIVE_INFINITY
  let meanWeight = 1
  let meanWeightRange: Range | null = null
  let largestWeight = 0
  let clippedWeights = 0
  let weights = 0
  for (let k = 0; k < places; k++) {
    const own = lists.filter(({ weight }) => weight.length > k)
    const column = own.map(({ weight }) => weight[k]!)
    let [sum, squares] = [0, 0]
    for (const weight of column) {
      sum += weight
      squares += weight * weight
      largestWeight = Math.max(largestWeight, weight)
      if (weight > maxWeight) clippedWeights++
    }
    weights += column.length
    if (column.length < leastReaching * lists.length) continue
    // Places that few lists have are judged by the share of those lists that is left.
    const kept = squares === 0 ? 0 : (sum * sum) / squares / column.length
    effectiveLists = Math.min(effectiveLists, kept * lists.length)
    const mean = sum / column.length
    if (k === 0 || Math.abs(mean - 1) > Math.abs(meanWeight - 1)) {
      meanWeight = mean
      meanWeightRange = normalInterval(
        column,
        own.map(({ user }) => user),
      )
    }
  }
  return {
    effectiveLists,
    meanWeight,
    meanWeightRange,
    largestWeight,
    clipped: weights === 0 ? 0 : clippedWeights / weights,
    explored,
  }
}

/** Says no where an estimate would be made of nothing; null: the logs can answer. */
export function refusalOf(
  lists: readonly WeightedList[],
  support: Support,
  outcomesSeen: number,
): Refusal | null {
  if (lists.length === 0) {
    return {
      code: 'no-lists',
      reason: 'The log holds no list that could be read and whose time for orders has passed.',
      remedy: 'Serve recommendations to users, or look further back with since.',
    }
  }
  if (outcomesSeen < leastOutcomes) {
    return {
      code: 'no-outcomes',
      reason: `${outcomesSeen} orders name one of these lists; at least ${leastOutcomes} are needed.`,
      remedy: 'Send recommendationId with each order that came from a list (POST /v1/interactions).',
    }
  }
  const isSame = lists.every(({ weight }) => weight.every((w) => Math.abs(w - 1) < 1e-9))
  if (support.explored === 0 && !isSame) {
    return {
      code: 'no-exploration',
      reason:
        'Every logged place was certain (propensity 1): what else could have been shown was never tried.',
      remedy:
        'Publish the serving profile with exploration.temperature above 0 (0.1 to 0.3 in units of score is a start) and let it serve for a while.',
    }
  }
  const coveredAtMost = support.meanWeightRange?.high ?? support.meanWeight
  if (coveredAtMost < leastCovered) {
    const percent = Math.round(100 * support.meanWeight)
    return {
      code: 'not-covered',
      reason: `Only about ${percent} % of what the target would show had a chance of being shown.`,
      remedy:
        'Explore more (a higher exploration.temperature), serve with at least as many candidates as the target scores, or try a target nearer to the serving profile.',
    }
  }
  if (support.effectiveLists < leastEffectiveLists) {
    return {
      code: 'few-effective',
      reason: `${lists.length} lists are worth ${support.effectiveLists.toFixed(1)} to this target, as few of them look like its own; ${leastEffectiveLists} are needed.`,
      remedy:
        'Log more lists, explore more, give the target some exploration itself, or try one nearer to the serving profile.',
    }
  }
  return null
}
