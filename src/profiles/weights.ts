import { type ObjectiveKey, objectiveKeys, type Weights } from './schema.ts'

/** The keys that can carry weight: the objectives, and the price on time. */
export const weightKeys = [...objectiveKeys, 'latency'] as const
export type WeightKey = (typeof weightKeys)[number]

/** Every weight over the sum of all: what people are shown, since only ratios matter. */
export function normaliseWeights(weights: Weights): Record<WeightKey, number> {
  // Divided by the largest first, so that no sum overflows and equal ratios give equal figures.
  const largest = Math.max(...weightKeys.map((key) => weights[key]))
  const sum = weightKeys.reduce((total, key) => total + weights[key] / largest, 0)
  return mapKeys(weightKeys, (key) => weights[key] / largest / sum)
}

/** The objectives' weights alone, summing to 1: what the blend multiplies with. Latency is not among them. */
export function objectiveWeights(weights: Weights): Record<ObjectiveKey, number> {
  const largest = Math.max(...objectiveKeys.map((key) => weights[key]))
  const sum = objectiveKeys.reduce((total, key) => total + weights[key] / largest, 0)
  return mapKeys(objectiveKeys, (key) => weights[key] / largest / sum)
}

/** The planner's w_latency in [0, 1): the share of all weight that lies on latency. */
export function latencyShare(weights: Weights): number {
  return normaliseWeights(weights).latency
}

/**
 * The weights with `key` at share `share` of the whole and all others keeping their ratios. When nothing but `key` has weight, the
 * other objectives share the rest equally. At share 1 of `latency` the objectives keep their own ratios too, since a list must be
 * ordered by something: the planner alone then sees latency.
 */
export function withShare(weights: Weights, key: WeightKey, share: number): Weights {
  const others = weightKeys.filter((other) => other !== key)
  const sum = others.reduce((total, other) => total + weights[other], 0)
  const rest = (other: WeightKey): number => {
    if (sum > 0) return (weights[other] / sum) * (1 - share)
    return other === 'latency' ? 0 : (1 - share) / (others.length - 1)
  }
  return mapKeys(weightKeys, (each) => (each === key ? share : rest(each)))
}

function mapKeys<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>
}
