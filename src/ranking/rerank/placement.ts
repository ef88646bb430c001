import type { Random } from '../../numeric/random.ts'
import { type Choice, chooseBest } from './choose.ts'
import { type RerankQuery, rerank } from './rerank.ts'

/**
 * out[j] = the probability with which candidate j is chosen among those open: exp(score_j / T) / Σ exp(score / T), or 1 for the best
 * at temperature 0. Nothing is open: all 0.
 * @param out length of scores, overwritten
 */
export function placementProbabilities(
  scores: Float64Array,
  isOpen: Uint8Array,
  temperature: number,
  out: Float64Array,
): void {
  out.fill(0)
  const best = chooseBest(scores, isOpen)
  if (best < 0) return
  if (temperature === 0) {
    out[best] = 1
    return
  }
  let total = 0
  for (let j = 0; j < scores.length; j++) {
    if (isOpen[j] === 1) out[j] = Math.exp((scores[j]! - scores[best]!) / temperature)
    total += out[j]!
  }
  for (let j = 0; j < scores.length; j++) out[j]! /= total
}

export interface Followed {
  /** probability[k] = chance of the list's place k + 1 given the places above it; from the first 0 on, all 0 */
  readonly probability: Float64Array
  /** expected[k] = Σ_j chance of j there, given the list's places above · value(j); meaningless below a chance of 0 */
  readonly expected: Float64Array
}

/**
 * The chances with which `query` would have made a given list.
 * @param list candidates (positions in `query.items`), best first; −1: not among them
 * @param value of a candidate, for `expected`
 */
export function followList(
  query: RerankQuery,
  list: ArrayLike<number>,
  value: (candidate: number) => number,
): Followed {
  const chances = new Float64Array(query.scores.length)
  const probability = new Float64Array(list.length)
  const expected = new Float64Array(list.length)
  const isChosen = new Uint8Array(list.length)
  const placed = rerank({
    ...query,
    limit: Math.max(list.length, query.limit),
    chooser(place, scores, isOpen): Choice {
      placementProbabilities(scores, isOpen, query.temperature, chances)
      if (place > list.length) return { candidate: chooseBest(scores, isOpen), propensity: 1 }
      isChosen[place - 1] = 1
      expected[place - 1] = chances.reduce(
        (sum, chance, j) => (chance > 0 ? sum + chance * value(j) : sum),
        0,
      )
      const wanted = list[place - 1]!
      const propensity = wanted < 0 ? 0 : chances[wanted]!
      return propensity > 0
        ? { candidate: wanted, propensity }
        : { candidate: chooseBest(scores, isOpen), propensity: 0 }
    },
  })
  for (let k = 0; k < list.length; k++) {
    const own = placed[k]
    if (!own) break
    if (isChosen[k] === 0) expected[k] = value(own.candidate)
    if (own.candidate !== list[k] || own.propensity === 0) break
    probability[k] = own.propensity
  }
  return { probability, expected }
}

/** Lists drawn between two steps. */
const listsAStep = 8

/**
 * marginals[k][j] = the probability that candidate j stands at place k + 1, whatever is above it. Place 1 is exact; for others, the
 * chances given what is above are averaged over drawn lists (Rao–Blackwell), which is unbiased and never 0 by bad luck where
 * every candidate is open. Without exploration one list says it all. It stops after some lists, so that who runs it can let others in.
 */
export function* placementMarginalsSteps(
  query: RerankQuery,
  { samples, random }: { readonly samples: number; readonly random: Random },
): Generator<undefined, Float64Array[]> {
  const count = query.scores.length
  const length = Math.min(query.limit, count)
  const marginals = Array.from({ length }, () => new Float64Array(count))
  const chances = new Float64Array(count)
  const draws = query.temperature === 0 ? 1 : samples
  for (let n = 0; n < draws; n++) {
    if (n % listsAStep === listsAStep - 1) yield
    const isChosen = new Uint8Array(length)
    const placed = rerank({
      ...query,
      chooser(place, scores, isOpen) {
        placementProbabilities(scores, isOpen, query.temperature, chances)
        isChosen[place - 1] = 1
        const row = marginals[place - 1]!
        for (let j = 0; j < count; j++) row[j]! += chances[j]! / draws
        return draw(chances, random)
      },
    })
    placed.forEach(({ candidate }, k) => {
      if (isChosen[k] === 0) marginals[k]![candidate]! += 1 / draws
    })
  }
  return marginals
}

function draw(chances: Float64Array, random: Random): Choice {
  let left = random.next()
  let last = -1
  for (let j = 0; j < chances.length; j++) {
    if (chances[j] === 0) continue
    last = j
    left -= chances[j]!
    if (left < 0) break
  }
  return { candidate: last, propensity: last < 0 ? 0 : chances[last]! }
}
