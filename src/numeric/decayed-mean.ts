/** A mean that forgets; memory constant. */
export interface DecayedMean {
  add(value: number, atMs: number): void
  /** NaN when nothing was added. */
  mean(): number
  /** How many values count at `atMs`, each by what is left of it. */
  weight(atMs: number): number
}

/** Exponential forgetting in time: after `halfLifeMs` a value counts half. */
export function createDecayedMean(halfLifeMs: number): DecayedMean {
  let lastMs = 0
  let total = 0
  let sum = 0
  const left = (atMs: number) => 2 ** (-Math.max(0, atMs - lastMs) / halfLifeMs)
  return {
    add(value, atMs) {
      const kept = left(atMs)
      total = total * kept + 1
      sum = sum * kept + value
      lastMs = Math.max(lastMs, atMs)
    },
    mean: () => (total > 0 ? sum / total : Number.NaN),
    weight: (atMs) => total * left(atMs),
  }
}
