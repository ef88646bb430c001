import { priceOf } from './fill-places.ts'
import type { Kind } from './kinds.ts'

const halvings = 16
const rounds = 3

/**
 * What attention to each floor's group is worth in score: the multipliers of least dual value, found floor by floor by bisection, in
 * turns where there are several (the dual is convex; its slope along one multiplier is what the list has beyond the need). 0 where
 * the plain order has enough anyway.
 * @param needs by floor: attention that its group must have in these places
 */
export function multipliersOf(
  kinds: readonly Kind[],
  attention: Float64Array,
  needs: Float64Array,
): Float64Array {
  const multipliers = new Float64Array(needs.length)
  const most = spread(kinds)
  const has = (f: number) => attentionTo(f, kinds, attention, multipliers)
  for (let round = 0; round < (needs.length > 1 ? rounds : 1); round++) {
    for (let f = 0; f < needs.length; f++) {
      let [low, high] = [0, most]
      multipliers[f] = 0
      if (has(f) >= needs[f]!) continue
      for (let n = 0; n < halvings; n++) {
        multipliers[f] = (low + high) / 2
        if (has(f) >= needs[f]!) high = multipliers[f]!
        else low = multipliers[f]!
      }
      multipliers[f] = high
    }
  }
  return multipliers
}

/** So much of a price puts a whole kind above all others. */
function spread(kinds: readonly Kind[]): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { scores } of kinds) {
    if (scores.length === 0) continue
    high = Math.max(high, scores[0]!)
    low = Math.min(low, scores.at(-1)!)
  }
  return high > low ? 1.01 * (high - low) : 1e-9
}

/** Attention that the group of floor f has in the order of the priced scores. */
function attentionTo(
  f: number,
  kinds: readonly Kind[],
  attention: Float64Array,
  multipliers: Float64Array,
): number {
  const taken = new Int32Array(kinds.length)
  const prices = kinds.map(({ mask }) => priceOf(mask, multipliers))
  let sum = 0
  for (const share of attention) {
    let top = -1
    let topScore = Number.NEGATIVE_INFINITY
    for (let k = 0; k < kinds.length; k++) {
      const score = (kinds[k]!.scores[taken[k]!] ?? Number.NEGATIVE_INFINITY) + prices[k]!
      if (score > topScore) [top, topScore] = [k, score]
    }
    if (top < 0) break
    taken[top]!++
    if (kinds[top]!.mask & (1 << f)) sum += share
  }
  return sum
}
