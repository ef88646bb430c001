import type { CollaborativeSettings } from './settings.ts'

/** Exponents of users and items, between which the search goes in steps. */
const userExponents = [0, 0.15, 0.3, 0.45, 0.6]
const itemExponents = [0.1, 0.2, 0.3, 0.35, 0.4, 0.5]

export type Exponents = Pick<CollaborativeSettings, 'userExponent' | 'itemExponent'>

/** A step is taken when it is better by this share: less is noise, or what tells a random hold-out from the future. */
const leastGain = 0.015

/** From the start, one exponent at a time to its neighbour, for as long as that gains and measurements are left. */
export async function climb(
  start: Exponents,
  measurements: number,
  measure: (exponents: Exponents) => Promise<number>,
): Promise<Exponents> {
  let at: Exponents = { userExponent: start.userExponent, itemExponent: start.itemExponent }
  let best = await measure(at)
  const seen = new Set([keyOf(at)])
  for (let moved = true; moved; ) {
    moved = false
    for (const next of neighbours(at)) {
      if (seen.has(keyOf(next))) continue
      if (seen.size >= measurements) return at
      seen.add(keyOf(next))
      const quality = await measure(next)
      if (!(quality > best * (1 + leastGain))) continue
      ;[at, best, moved] = [next, quality, true]
      break
    }
  }
  return at
}

const keyOf = ({ userExponent, itemExponent }: Exponents) => `${userExponent} ${itemExponent}`

function* neighbours({ userExponent, itemExponent }: Exponents): Iterable<Exponents> {
  for (const next of beside(userExponents, userExponent)) yield { userExponent: next, itemExponent }
  for (const next of beside(itemExponents, itemExponent)) yield { userExponent, itemExponent: next }
}

/** The next smaller and the next larger of ascending values. */
function beside(values: readonly number[], value: number): number[] {
  const below = values.filter((other) => other < value).at(-1)
  const above = values.find((other) => other > value)
  return [below, above].filter((other) => other !== undefined)
}
