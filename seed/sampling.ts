import type { Random } from '../src/numeric/random.ts'

/** Draws an index with probability proportional to its weight; weights are non-negative, their sum positive. */
export function pickIndex(random: Random, weights: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]!
  let left = random.next() * total
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!
    if (left < 0) return i
  }
  return weights.length - 1
}

/** Any of the entries, all alike. */
export function pick<T>(random: Random, entries: readonly T[]): T {
  return entries[random.int(entries.length)]!
}

/** exp(N(ln median, spread²)). */
export function lognormal(random: Random, median: number, spread: number): number {
  return median * Math.exp(spread * random.normal())
}

/** A Poisson count by inversion; meant for means below about 30. */
export function poisson(random: Random, mean: number): number {
  let left = random.next()
  let share = Math.exp(-mean)
  let count = 0
  while (left >= share && count < 1000) {
    left -= share
    count += 1
    share *= mean / count
  }
  return count
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}

export function roundTo(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(6))
}

/**
 * A fixed draw for a pair: the same (seed, a, b) always gives the same value, so it needs no storing. The sum of four 16-bit
 * uniforms, centred and scaled: mean 0, variance 1, within ±3.5.
 */
export function pairNoise(seed: number, a: number, b: number): number {
  const first = scramble(Math.imul(a + 1, 0x9e3779b1) ^ scramble(Math.imul(b + 1, 0x85ebca77) ^ seed))
  const second = scramble(first + 0x6d2b79f5)
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16)
  return (sum - 131_070) / 37_837.4
}

/** A fixed draw for a pair, as `pairNoise`: uniform in (0, 1), neither end included. */
export function pairUniform(seed: number, a: number, b: number): number {
  const first = scramble(Math.imul(a + 1, 0x9e3779b1) ^ scramble(Math.imul(b + 1, 0x85ebca77) ^ seed))
  return ((scramble(first + 0x6d2b79f5) >>> 0) + 0.5) / 4_294_967_296
}

function scramble(value: number): number {
  let z = value | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
