import type { Random } from '../../numeric/random.ts'

export interface Choice {
  readonly candidate: number
  /** probability of this choice */
  readonly propensity: number
}

/** The highest score among those open; ties by index. −1: none is open. */
export function chooseBest(scores: Float64Array, isOpen: Uint8Array): number {
  let best = -1
  for (let j = 0; j < scores.length; j++) {
    if (isOpen[j] === 1 && (best < 0 || scores[j]! > scores[best]!)) best = j
  }
  return best
}

/**
 * One step of Plackett–Luce: candidate j of those open is chosen with probability exp(score_j / T) / Σ exp(score / T). Drawing place
 * after place this way is what Gumbel top-k does with one noise for all places (Kool et al. 2019), and stays exact when scores or
 * the open candidates change from place to place.
 * @param scratch length of scores, overwritten
 */
export function chooseByChance(
  scores: Float64Array,
  isOpen: Uint8Array,
  temperature: number,
  random: Random,
  scratch: Float64Array,
): Choice {
  const best = chooseBest(scores, isOpen)
  let total = 0
  for (let j = 0; j < scores.length; j++) {
    scratch[j] = isOpen[j] === 1 ? Math.exp((scores[j]! - scores[best]!) / temperature) : 0
    total += scratch[j]!
  }
  let left = random.next() * total
  // Rounding may leave a rest after the last; the best then takes it.
  let candidate = best
  for (let j = 0; j < scores.length; j++) {
    if (scratch[j]! > left) {
      candidate = j
      break
    }
    left -= scratch[j]!
  }
  return { candidate, propensity: scratch[candidate]! / total }
}
