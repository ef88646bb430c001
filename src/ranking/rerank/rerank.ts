import type { Catalogue } from '../../catalog/catalogue.ts'
import { largest } from '../../numeric/largest.ts'
import type { Random } from '../../numeric/random.ts'
import type { DiversityAttribute } from '../../profiles/schema.ts'
import type { Guard } from '../guardrails.ts'
import type { Adjustment } from '../types.ts'
import { type Choice, chooseBest, chooseByChance } from './choose.ts'
import { createDiversity } from './diversity.ts'
import type { Exposure } from './floors/needs.ts'
import { type Placement, placementOf } from './placement-rules.ts'
import { type ActiveRules, boostsOn } from './rules.ts'

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
  readonly diversityBy: readonly DiversityAttribute[]
  /** 0: no exploration */
  readonly temperature: number
  readonly guards: readonly Guard[]
  /** null: no exposure floors */
  readonly exposure: Exposure | null
  /** the list to stay near, catalogue indices from the top, and the share of places that may differ; null: none */
  readonly drift: { readonly last: Int32Array; readonly maxDrift: number } | null
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
 * likeness to those above, or one drawn by such scores, among the candidates that the constraints leave open. A propensity is the
 * chance of the choice among those, given the places above: what is open follows from them, not from chance.
 */
export function rerank(query: RerankQuery): Placed[] {
  const { items, rules, temperature } = query
  const count = items.length
  const length = Math.min(query.limit, count)
  const boosted = withBoosts(query)
  const placement = placementOf(query, boosted, length)
  const diversity = createDiversity(query, count)
  const unplaced = new Uint8Array(count).fill(1)
  for (const { candidate } of placement.pins.values()) unplaced[candidate] = 0
  const isOpen = new Uint8Array(count)
  const current = query.diversity === 0 ? boosted : new Float64Array(count)
  const lifted = placement.lift ? new Float64Array(count) : current
  // Where nothing moves them from place to place, scores say the order once and for all.
  const isSettled = query.diversity === 0 && placement.constraints.length === 0
  const choose =
    query.chooser ?? usualChooser(query, isSettled ? current : null, length + placement.pins.size)
  const list: Placed[] = []
  for (let place = 1; place <= length; place++) {
    if (current !== boosted) for (let j = 0; j < count; j++) current[j] = boosted[j]! - diversity.penalty(j)
    if (placement.lift) for (let j = 0; j < count; j++) lifted[j] = current[j]! + placement.lift[j]!
    const pin = placement.pins.get(place)
    let choice: Choice = { candidate: pin?.candidate ?? -1, propensity: 1 }
    let moved = pin ? [`pin:${pin.pin.id}`] : []
    if (!pin) {
      isOpen.set(unplaced)
      const movers = narrow(placement, place, current, lifted, isOpen)
      choice = choose(place, lifted, isOpen)
      if (temperature === 0) moved = movers.flatMap((mover) => mover.notes(choice.candidate))
    }
    const penalty = diversity.penalty(choice.candidate)
    list.push({ ...choice, adjustments: adjustmentsOf(rules, items[choice.candidate]!, penalty, moved) })
    unplaced[choice.candidate] = 0
    diversity.place(choice.candidate)
    for (const constraint of placement.constraints) constraint.place(choice.candidate, place)
  }
  return list
}

/** Closes what the constraints do not allow, in their order. @returns those that changed who is the best */
function narrow(
  { constraints }: Placement,
  place: number,
  current: Float64Array,
  lifted: Float64Array,
  isOpen: Uint8Array,
): Placement['constraints'] {
  if (constraints.length === 0) return constraints
  let best = chooseBest(current, isOpen)
  return constraints.filter((constraint) => {
    const before = isOpen.slice()
    constraint.restrict(place, isOpen)
    if (!isOpen.includes(1)) isOpen.set(before)
    const after = chooseBest(lifted, isOpen)
    const hasMoved = after !== best
    best = after
    return hasMoved
  })
}

/** @param settled the scores, where they and who is open stay as they are but for what was placed; of those, `reach` will do */
function usualChooser(
  { temperature, random }: RerankQuery,
  settled: Float64Array | null,
  reach: number,
): Chooser {
  if (temperature > 0) return byChance(temperature, random)
  if (!settled) return (_, scores, isOpen) => ({ candidate: chooseBest(scores, isOpen), propensity: 1 })
  const order = largest(settled, settled.length, reach)
  let next = 0
  return (_, _scores, isOpen) => {
    while (isOpen[order[next]!] === 0) next++
    return { candidate: order[next]!, propensity: 1 }
  }
}

function byChance(temperature: number, random: Random): Chooser {
  let scratch = new Float64Array(0)
  return (_, scores, isOpen) => {
    if (scratch.length < scores.length) scratch = new Float64Array(scores.length)
    return chooseByChance(scores, isOpen, temperature, random, scratch)
  }
}

function withBoosts({ scores, rules, items }: RerankQuery): Float64Array {
  if (rules.boosts.length === 0) return scores
  return scores.map((score, j) =>
    boostsOn(rules, items[j]!).reduce((sum, { strength }) => sum + strength, score),
  )
}

function adjustmentsOf(
  rules: ActiveRules,
  item: number,
  penalty: number,
  moved: readonly string[],
): Adjustment[] {
  const adjustments: Adjustment[] = boostsOn(rules, item).map(({ id, strength }) => ({
    by: `rule:${id}`,
    contribution: strength,
  }))
  if (penalty > 0) adjustments.push({ by: 'diversity', contribution: -penalty })
  for (const by of moved) adjustments.push({ by, contribution: 0 })
  return adjustments
}
