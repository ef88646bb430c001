import { type ObjectiveKey, objectiveKeys, type Weights } from './schema.ts'

/** The keys that can carry weight: the objectives, and the price on time. */
export const weightKeys = [...objectiveKeys, 'latency'] as const
export type WeightKey = (typeof weightKeys)[number]

/** Every weight over the sum of all: what people are shown, since only ratios matter. */
export function normaliseWeights(weights: Weights): Record<WeightKey, number> {
  const sum = weightKeys.reduce((total, key) => total + weights[key], 0)
  return mapKeys(weightKeys, (key) => weights[key] / sum)
}

/** The objectives' weights alone, summing to 1: what the blend multiplies with. Latency is not among them. */
export function objectiveWeights(weights: Weights): Record<ObjectiveKey, number> {
  const sum = objectiveKeys.reduce((total, key) => total + weights[key], 0)
  return mapKeys(objectiveKeys, (key) => weights[key] / sum)
}

/** The planner's w_latency in [0, 1): the share of all weight that lies on latency. */
export function latencyShare(weights: Weights): number {
  return normaliseWeights(weights).latency
}

/**
 * What a weight is a share of: an objective of the objectives' weight, latency of all weight. The list depends on the former alone,
 * the plan on the latter.
 */
export function shareOf(weights: Weights, key: WeightKey): number {
  return key === 'latency' ? latencyShare(weights) : objectiveWeights(weights)[key]
}

/**
 * The weights with `key` at `share` (as `shareOf` means it) and all others keeping their ratios. When no other objective has weight,
 * the others share the rest equally. Latency at 1 leaves the objectives a billionth, since a list must be ordered by something.
 */
export function withShare(weights: Weights, key: WeightKey, share: number): Weights {
  if (key === 'latency') {
    const rest = Math.max(1 - share, 1e-9)
    const objectives = objectiveWeights(weights)
    return mapKeys(weightKeys, (each) => (each === 'latency' ? share : objectives[each] * rest))
  }
  const latency = latencyShare(weights)
  const others = objectiveKeys.filter((other) => other !== key)
  const sum = others.reduce((total, other) => total + weights[other], 0)
  const ratio = (other: ObjectiveKey) => (sum > 0 ? weights[other] / sum : 1 / others.length)
  return mapKeys(weightKeys, (each) => {
    if (each === 'latency') return latency
    return (1 - latency) * (each === key ? share : (1 - share) * ratio(each))
  })
}

function mapKeys<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  const record: Partial<Record<K, V>> = {}
  for (const key of keys) record[key] = value(key)
  return record as Record<K, V>
}
