import { type ChoiceModel, depthProbability, indexIn, type Situation } from './choice.ts'
import type { World } from './world.ts'

export interface ShownSituation extends Omit<Situation, 'examined'> {
  /** the list on the screen, places by position, no two alike; empty: none */
  readonly shown: Int32Array
}

/** What a session comes to on average; arrays are used again by the next call. */
export interface SessionExpectation {
  /** the places that deliver to the user, ascending */
  readonly places: Int32Array
  /** P(order from each), however far down the list the user looks; same length */
  readonly chance: Float64Array
  /** the same were there no list */
  readonly free: Float64Array
  /** Σ of each */
  readonly orders: number
  readonly freeOrders: number
}

/**
 * P(i) = Σ over depths d of P(examined to depth d) · P(i | the first d places were seen), exactly: seeing a place lifts its own weight and
 * the total, so one pass over the places does for all depths.
 */
export function createExpectation({ places: all, people }: World, model: ChoiceModel) {
  const chance = new Float64Array(all.length)
  const free = new Float64Array(all.length)
  return ({ shown, ...situation }: ShownSituation): SessionExpectation => {
    const { places, weight, none, total } = model.weigh({ ...situation, examined: [] })
    const lift = 1 / people[situation.person]!.hidden.novelty - 1
    const lifts = Array.from(shown, (place) => {
      const j = situation.memory.orders.has(place) ? -1 : indexIn(places, place)
      return { j, more: j < 0 ? 0 : weight[j]! * lift }
    })
    // Of each depth, P(depth) / (total weight at that depth), added up from the deepest.
    const fromDepth = new Float64Array(shown.length + 2)
    let reached = total + lifts.reduce((sum, { more }) => sum + more, 0)
    for (let depth = shown.length; depth >= 0; depth--) {
      const share = reached > 0 ? depthProbability(depth, shown.length) / reached : 0
      fromDepth[depth] = fromDepth[depth + 1]! + share
      reached -= depth > 0 ? lifts[depth - 1]!.more : 0
    }
    for (let j = 0; j < places.length; j++) {
      free[j] = total > 0 ? weight[j]! / total : 0
      chance[j] = weight[j]! * fromDepth[0]!
    }
    lifts.forEach(({ j, more }, at) => {
      if (j >= 0) chance[j]! += more * fromDepth[at + 1]!
    })
    return {
      places,
      chance: chance.subarray(0, places.length),
      free: free.subarray(0, places.length),
      orders: total > 0 ? 1 - none * fromDepth[0]! : 0,
      freeOrders: total > 0 ? 1 - none / total : 0,
    }
  }
}
