/** How often places were shown at positions of lists, and how often that led to a click or an order; rows in any order. */
export interface PositionCounts {
  readonly length: number
  /** any numbering of places from 0 */
  readonly item: Int32Array
  /** 1 is the top */
  readonly position: Int32Array
  readonly shown: Int32Array
  /** at most `shown` */
  readonly clicked: Int32Array
}

/** Below this, the impressions at a position say nothing; its examination is then taken from the position above. */
const leastShown = 200
const rounds = 200
/** Clicks and failures to click, of an average place, that every place is given. */
const priorShown = 10
/** The longest list whose positions are told apart. */
export const mostPositions = 50

/**
 * How likely users look at each position of a list, relative to the top one: θ_k of P(click on i at k) = θ_k · α_i, the
 * position-based model (Craswell et al., WSDM 2008; examination hypothesis of Richardson et al., WWW 2007), by expectation
 * maximisation (Chuklin, Markov and de Rijke, Click Models for Web Search, 2015, section 4.2.2). α_i, how attractive a place is once
 * seen, keeps apart what popular places gain by being shown first: the same places have to stand at different positions now and
 * then. Only ratios can be learnt from clicks, so θ_1 = 1.
 * @returns θ_1 … θ_K, never rising; empty where there are too few impressions, or no clicks
 */
export function fitExamination(counts: PositionCounts): Float64Array {
  const positions = comparablePositions(counts)
  const mean = clickRate(counts)
  if (positions < 2 || !(mean > 0)) return new Float64Array(0)
  const items = counts.item.reduce((most, item) => Math.max(most, item + 1), 0)
  const theta = new Float64Array(positions).fill(0.5)
  const alpha = new Float64Array(items).fill(Math.min(0.9, 2 * mean))
  for (let round = 0; round < rounds; round++) {
    const change = maximise(counts, theta, alpha)
    if (change < 1e-6) break
  }
  return theta[0]! > 0 ? relativeToTop(theta) : new Float64Array(0)
}

/** Positions from the top that each have impressions enough. */
function comparablePositions({ length, position, shown }: PositionCounts): number {
  const totals = new Float64Array(mostPositions + 1)
  for (let n = 0; n < length; n++) if (position[n]! <= mostPositions) totals[position[n]!]! += shown[n]!
  let last = 0
  while (last < mostPositions && totals[last + 1]! >= leastShown) last++
  return last
}

function clickRate({ shown, clicked, length }: PositionCounts): number {
  let all = 0
  let clicks = 0
  for (let n = 0; n < length; n++) {
    all += shown[n]!
    clicks += clicked[n]!
  }
  return clicks / all
}

/**
 * One round: a click means seen and attractive; no click leaves P(seen) = θ(1 − α)/(1 − θα) and P(attractive) = α(1 − θ)/(1 − θα).
 * Returns the largest change of θ.
 */
function maximise(counts: PositionCounts, theta: Float64Array, alpha: Float64Array): number {
  const { length, item, position, shown, clicked } = counts
  const seen = new Float64Array(theta.length)
  const seenOf = new Float64Array(theta.length)
  const attracted = new Float64Array(alpha.length)
  const attractedOf = new Float64Array(alpha.length)
  for (let n = 0; n < length; n++) {
    const k = position[n]! - 1
    if (k >= theta.length) continue
    const i = item[n]!
    const [t, a] = [theta[k]!, alpha[i]!]
    const missed = shown[n]! - clicked[n]!
    const odds = 1 - t * a
    seen[k]! += clicked[n]! + (missed * t * (1 - a)) / odds
    seenOf[k]! += shown[n]!
    attracted[i]! += clicked[n]! + (missed * a * (1 - t)) / odds
    attractedOf[i]! += shown[n]!
  }
  let attractedAll = 0
  let ofAll = 0
  for (let i = 0; i < alpha.length; i++) {
    attractedAll += attracted[i]!
    ofAll += attractedOf[i]!
  }
  const prior = attractedAll / ofAll
  for (let i = 0; i < alpha.length; i++) {
    alpha[i] = (attracted[i]! + priorShown * prior) / (attractedOf[i]! + priorShown)
  }
  let change = 0
  for (let k = 0; k < theta.length; k++) {
    const next = seen[k]! / seenOf[k]!
    change = Math.max(change, Math.abs(next - theta[k]!))
    theta[k] = next
  }
  return change
}

/** θ / θ_1, with each position's no larger than that above: what is below is not seen more often. */
function relativeToTop(theta: Float64Array): Float64Array {
  let last = theta[0]!
  return theta.map((value) => {
    last = Math.min(last, value)
    return last / theta[0]!
  })
}
