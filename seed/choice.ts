/**
 * How a simulated user decides, once the app is open at time t. All of the truth is here:
 *
 *   P(i) = w_i / (w_0 + Σ_j w_j)     over the places j that deliver to the user and are open at t; 0: no order
 *   w_i  = exp(U_i + D_i(t)) · a_i · h_i
 *   U_i  = liking − price aversion · strain⁺ (a quarter of it when the place is cheaper than the budget) − distance aversion · km
 *   liking = taste[cuisine] + 0.4 taste[second cuisine] + ½ quality + ⟨style of the user, style of the place⟩ + ½ whim(user, i)
 *   D_i(t) = how the cuisine suits the time of day + fashion and drift so far + the launch of a new place
 *   a_i  = 1 for a place that the user examined in the list shown or has ordered from before; else the user's novelty, far below 1
 *   h_i  = 1 + loyalty · m_i · (1 − 0.7 exp(−hours since the last order there / 10)),  m_i = Σ over orders exp(−age / 45 days)
 *   w_0  = 2 · novelty · Σ_j exp(U_j), over the places that deliver to the user, open or not
 *
 * Lists are examined from the top: P(positions 1..k are examined) = 0.95 k^−0.65, so a place at a low position is chosen less often
 * because it is seen less often (position bias), and P(i) given a list is the mixture over how far the user got.
 */
import type { Utilities } from './utility.ts'
import type { World } from './world.ts'

const memoryDays = 45
const satedHours = 10
const dayMs = 86_400_000
const hourMs = 3_600_000

/** P(a user examines the list down to `position`); positions count from 1. */
export function examination(position: number): number {
  return 0.95 * position ** -0.65
}

/** P(exactly the first `depth` of `length` positions are examined). */
export function depthProbability(depth: number, length: number): number {
  const reached = depth === 0 ? 1 : examination(depth)
  return depth === length ? reached : reached - examination(depth + 1)
}

/** What a user remembers of the places they ordered from. */
export interface Memory {
  /** place → remembered orders as of `lastAtMs`, each counting exp(−age / 45 days) */
  readonly orders: Map<number, { count: number; lastAtMs: number }>
}

export function emptyMemory(): Memory {
  return { orders: new Map() }
}

/** Counts one order; to be told in order of time. */
export function remember(memory: Memory, place: number, atMs: number): void {
  const known = memory.orders.get(place)
  if (!known) {
    memory.orders.set(place, { count: 1, lastAtMs: atMs })
    return
  }
  known.count = 1 + known.count * Math.exp((known.lastAtMs - atMs) / (memoryDays * dayMs))
  known.lastAtMs = atMs
}

export interface Situation {
  readonly person: number
  readonly atMs: number
  readonly memory: Memory
  /** places examined in the list shown; empty when there was none */
  readonly examined: ArrayLike<number>
}

/** Not normalised; valid until the next call, since the arrays are used again. */
export interface ChoiceWeights {
  /** the places that deliver to the user, open or not */
  readonly places: Int32Array
  /** w, same length; 0 where closed */
  readonly weight: Float64Array
  /** w_0 */
  readonly none: number
  /** w_0 + Σ w */
  readonly total: number
}

export interface ChoiceModel {
  readonly utilities: Utilities
  weigh(situation: Situation): ChoiceWeights
}

export function createChoiceModel(world: World, utilities: Utilities): ChoiceModel {
  const weight = new Float64Array(world.places.length)
  return {
    utilities,
    weigh({ person, atMs, memory, examined }) {
      const { novelty, loyalty } = world.people[person]!.hidden
      const reach = utilities.reach(person, utilities.origin(person, atMs))
      const { places, weight: base } = reach
      const moment = utilities.moment(atMs)
      const none = 2 * novelty * reach.total
      let total = none
      for (let j = 0; j < places.length; j++) {
        const w = novelty * base[j]! * moment[places[j]!]!
        weight[j] = w
        total += w
      }
      const multiply = (place: number, factor: number) => {
        const j = indexIn(places, place)
        if (j < 0) return
        total += weight[j]! * (factor - 1)
        weight[j]! *= factor
      }
      for (const [place, { count, lastAtMs }] of memory.orders) {
        multiply(place, habit(loyalty, count, atMs - lastAtMs) / novelty)
      }
      for (let e = 0; e < examined.length; e++) {
        if (!memory.orders.has(examined[e]!)) multiply(examined[e]!, 1 / novelty)
      }
      return { places, weight: weight.subarray(0, places.length), none, total }
    },
  }
}

/** Position of `value` in an ascending array; -1: it is not there. */
export function indexIn(ascending: Int32Array, value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < value) low = middle + 1
    else high = middle
  }
  return ascending[low] === value ? low : -1
}

function habit(loyalty: number, orders: number, sinceMs: number): number {
  const remembered = orders * Math.exp(-sinceMs / (memoryDays * dayMs))
  return 1 + loyalty * remembered * (1 - 0.7 * Math.exp(-sinceMs / (satedHours * hourMs)))
}
