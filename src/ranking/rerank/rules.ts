import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Rule } from '../../profiles/schema.ts'
import { within, zonesOf } from './rule-hours.ts'

/** Which restaurants a rule means: all that it gives must match. */
export interface Target {
  /** catalogue indices of the rule's restaurantIds, in its order; null: it names none */
  readonly items: readonly number[] | null
  matches(item: number): boolean
}

export interface Pin {
  readonly id: string
  /** 1 is the top */
  readonly rank: number
  readonly target: Target
}

export interface Boost {
  readonly id: string
  /** added to the score; negative: a bury */
  readonly strength: number
  readonly target: Target
}

/** A profile's rules as of one moment. Precedence: exclude > pin > boost and bury, and all of them before exposure floors, drift and diversity. */
export interface ActiveRules {
  readonly excludes: readonly Target[]
  /** by rank, then in the profile's order */
  readonly pins: readonly Pin[]
  /** in the profile's order */
  readonly boosts: readonly Boost[]
}

/** The rules whose window (from inclusive, until exclusive) holds `atMs`, each for the restaurants where it is among its hours. */
export function activeRules(rules: readonly Rule[], catalogue: Catalogue, atMs: number): ActiveRules {
  const excludes: Target[] = []
  const pins: Pin[] = []
  const boosts: Boost[] = []
  const zonesIn = zonesOf(catalogue, atMs)
  for (const rule of rules) {
    if (!isActive(rule, atMs)) continue
    const target = within(targetOf(rule, catalogue), catalogue, zonesIn(rule))
    if (!target) continue
    switch (rule.action) {
      case 'exclude':
        excludes.push(target)
        break
      case 'pin':
        pins.push({ id: rule.id, rank: rule.rank, target })
        break
      case 'boost':
        boosts.push({ id: rule.id, strength: rule.strength, target })
        break
      case 'bury':
        boosts.push({ id: rule.id, strength: -rule.strength, target })
        break
      default:
        rule satisfies never
    }
  }
  return { excludes, pins: pins.sort((a, b) => a.rank - b.rank), boosts }
}

function isActive(rule: Rule, atMs: number): boolean {
  if (rule.from !== undefined && atMs < Date.parse(rule.from)) return false
  return rule.until === undefined || atMs < Date.parse(rule.until)
}

const targets = new WeakMap<Catalogue, WeakMap<Rule, Target>>()

/** Resolving a thousand ids is no work for every request: kept for as long as catalogue and rule live. */
function targetOf(rule: Rule, catalogue: Catalogue): Target {
  let ofCatalogue = targets.get(catalogue)
  if (!ofCatalogue) {
    ofCatalogue = new WeakMap()
    targets.set(catalogue, ofCatalogue)
  }
  let target = ofCatalogue.get(rule)
  if (!target) {
    target = resolveTarget(rule.target, catalogue)
    ofCatalogue.set(rule, target)
  }
  return target
}

function resolveTarget({ restaurantIds, cuisine, tag }: Rule['target'], catalogue: Catalogue): Target {
  const ids = restaurantIds?.map((id) => catalogue.indexOf.get(id)).filter((item) => item !== undefined)
  const set = ids && new Set(ids)
  const cuisineIndex =
    cuisine === undefined ? null : (catalogue.cuisineIndex.get(cuisine.toLowerCase()) ?? -1)
  const wantedTag = tag?.toLowerCase()
  return {
    items: set ? [...set] : null,
    matches(item) {
      if (set && !set.has(item)) return false
      if (cuisineIndex !== null && !hasCuisine(catalogue, item, cuisineIndex)) return false
      return wantedTag === undefined || catalogue.tags[item]!.some((own) => own.toLowerCase() === wantedTag)
    },
  }
}

/** The boosts and buries that mean this restaurant. */
export function boostsOn({ boosts }: Pick<ActiveRules, 'boosts'>, item: number): readonly Boost[] {
  return boosts.length === 0 ? boosts : boosts.filter(({ target }) => target.matches(item))
}

/** True when `item` has the cuisine of this index. */
export function hasCuisine(catalogue: Catalogue, item: number, cuisine: number): boolean {
  const end = catalogue.cuisineStart[item + 1]!
  for (let n = catalogue.cuisineStart[item]!; n < end; n++) if (catalogue.cuisines[n] === cuisine) return true
  return false
}
