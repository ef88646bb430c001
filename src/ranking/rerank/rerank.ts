import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Random } from '../../numeric/random.ts'
import type { Floor } from '../guardrails.ts'
import type { Adjustment } from '../types.ts'
import { type Choice, chooseBest, chooseByChance } from './choose.ts'
import { createDiversity } from './diversity.ts'
import { watchFloors } from './floor-watch.ts'
import { placePins } from './pins.ts'
import type { ActiveRules, Boost } from './rules.ts'

export interface RerankQuery {
  readonly catalogue: Catalogue
  /** catalogue index of each candidate; as long as `scores` */
  readonly items: Int32Array
  /** the blended scores */
  readonly scores: Float64Array
  readonly limit: number
  readonly rules: ActiveRules
  /** 0 to 1 */
  readonly diversity: number
  /** 0: no exploration */
  readonly temperature: number
  readonly floors: readonly Floor[]
  readonly random: Random
  /** Who fills the places that no pin holds; absent: chance or the highest score, as the temperature says. */
  readonly chooser?: Chooser
}

/** Takes one of the open candidates for `place` (1 is the top), by scores that are those of this place; both are lent. */
export type Chooser = (place: number, scores: Float64Array, isOpen: Uint8Array) => Choice

export interface Placed {
  readonly candidate: number
  readonly propensity: number
  /** in the order in which they are added to the score */
  readonly adjustments: readonly Adjustment[]
}

/**
 * Fills the list from the top: a pinned place gets its restaurant; any other the highest score after boosts and the loss for
 * likeness to those above, or one drawn by such scores, among the candidates that keep the floors within reach.
 */
export function rerank(query: RerankQuery): Placed[] {
  const { items, limit, rules, temperature, random } = query
  const count = items.length
  const length = Math.min(limit, count)
  const boosted = withBoosts(query)
  const pins = placePins(rules.pins, items, boosted, length, limit)
  const pinned = new Map([...pins].map(([place, { candidate }]) => [place, candidate]))
  const diversity = createDiversity(query.catalogue, items, count, query.diversity)
  const disturbed = query.diversity > 0 || temperature > 0 || rules.boosts.length > 0
  const watch = disturbed && query.floors.length > 0 ? watchFloors({ ...query, length, pinned }) : null

  const unplaced = new Uint8Array(count).fill(1)
  for (const candidate of pinned.values()) unplaced[candidate] = 0
  const isOpen = new Uint8Array(count)
  const current = new Float64Array(count)
  const choose = query.chooser ?? usualChooser(temperature, random, count)
  const list: Placed[] = []
  for (let place = 1; place <= length; place++) {
    for (let j = 0; j < count; j++) current[j] = boosted[j]! - diversity.penalty(j)
    const pin = pins.get(place)
    const moved: Adjustment[] = []
    let choice: Choice = { candidate: pin?.candidate ?? -1, propensity: 1 }
    if (pin) {
      moved.push({ by: `pin:${pin.pin.id}`, contribution: 0 })
    } else {
      isOpen.set(unplaced)
      watch?.restrict(place, isOpen)
      choice = choose(place, current, isOpen)
      if (watch && temperature === 0 && choice.candidate !== chooseBest(current, unplaced)) {
        moved.push({ by: 'guardrail', contribution: 0 })
      }
    }
    list.push({
      ...choice,
      adjustments: [...adjustmentsOf(query, diversity.penalty(choice.candidate), choice.candidate), ...moved],
    })
    unplaced[choice.candidate] = 0
    diversity.place(choice.candidate)
    watch?.place(choice.candidate, place)
  }
  return list
}

function usualChooser(temperature: number, random: Random, count: number): Chooser {
  if (temperature === 0) {
    return (_, scores, isOpen) => ({ candidate: chooseBest(scores, isOpen), propensity: 1 })
  }
  const scratch = new Float64Array(count)
  return (_, scores, isOpen) => chooseByChance(scores, isOpen, temperature, random, scratch)
}

function withBoosts({ scores, rules, items }: RerankQuery): Float64Array {
  if (rules.boosts.length === 0) return scores
  return scores.map((score, j) =>
    boostsOn(rules.boosts, items[j]!).reduce((sum, { strength }) => sum + strength, score),
  )
}

const boostsOn = (boosts: readonly Boost[], item: number) =>
  boosts.filter(({ target }) => target.matches(item))

function adjustmentsOf({ rules, items }: RerankQuery, penalty: number, candidate: number): Adjustment[] {
  const adjustments = boostsOn(rules.boosts, items[candidate]!).map(({ id, strength }) => ({
    by: `rule:${id}`,
    contribution: strength,
  }))
  return penalty > 0 ? [...adjustments, { by: 'diversity', contribution: -penalty }] : adjustments
}
