import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { ExposureFloor } from '../../../profiles/schema.ts'
import { groupName, membership } from '../../groups.ts'
import { discount } from '../../guardrails.ts'
import { fillPlaces, slack, type Work } from './fill-places.ts'
import type { Kind } from './kinds.ts'

/** A profile's exposure floors over one request's candidates. */
export interface Exposure {
  /** in the profile's order: earlier ones come first where not all can be had */
  readonly floors: readonly ExposureFloor[]
  /** by candidate: bit f is set when it belongs to the group of floor f */
  readonly masks: Uint8Array
}

/** What a list gives to a group, against what was asked. */
export interface FloorOutcome {
  /** as `groupName` says it */
  readonly group: string
  readonly minShare: number
  /** of the list's exposure, 1 / log2(1 + rank) a place */
  readonly share: number
  /** false: the candidates that may be shown, and the pins, leave no more */
  readonly isMet: boolean
}

/** @returns null: the profile has no floors */
export function exposureOf(
  catalogue: Catalogue,
  items: Int32Array,
  floors: readonly ExposureFloor[],
  atMs: number,
): Exposure | null {
  if (floors.length === 0) return null
  const masks = new Uint8Array(items.length)
  floors.forEach(({ group }, f) => {
    const isMember = membership(catalogue, group, atMs)
    for (let j = 0; j < items.length; j++) if (isMember(items[j]!)) masks[j]! |= 1 << f
  })
  return { floors, masks }
}

/** @param list candidates, best first */
export function floorOutcomes({ floors, masks }: Exposure, list: readonly number[]): FloorOutcome[] {
  const seen = list.reduce((sum, _, n) => sum + discount(n + 1), 0)
  return floors.map(({ group, minShare }, f) => {
    const own = list.reduce((sum, j, n) => sum + (masks[j]! & (1 << f) ? discount(n + 1) : 0), 0)
    const share = seen > 0 ? own / seen : 0
    return { group: groupName(group), minShare, share, isMet: own >= minShare * seen - slack }
  })
}

export interface PossibleNeeds {
  /** by floor */
  readonly needs: Float64Array
  /** kinds from the top that keep them; null: there was not even one list */
  readonly list: Uint8Array | null
}

/**
 * What each group must have in the free places, lowered to what is possible: a floor that cannot be met beside those before it gets as
 * much as they leave.
 * @param kinds of the candidates that are not pinned
 * @param fixed by floor: attention that the pins give
 */
export function possibleNeeds(
  { floors }: Exposure,
  kinds: readonly Kind[],
  attention: Float64Array,
  seen: number,
  fixed: Float64Array,
  work: Work,
): PossibleNeeds {
  const needs = Float64Array.from(floors, ({ minShare }, f) => minShare * seen - fixed[f]!)
  const filling = { kinds, attention, multipliers: new Float64Array(floors.length), work }
  if (floors.length === 1) needs[0] = Math.min(needs[0]!, highest(kinds, attention))
  const found = fillPlaces({ ...filling, needs, isAnyEnough: true })
  if (found) return { needs, list: found }
  const lowered = new Float64Array(floors.length).fill(-1e9)
  let list: Uint8Array | null = null
  for (let f = 0; f < floors.length; f++) {
    const counted = kinds.map((kind) => ({ ...kind, scores: servedBy(kind, f) }))
    list = fillPlaces({ ...filling, kinds: counted, needs: lowered, known: list })
    if (!list) break
    lowered[f] = Math.min(needs[f]!, attentionIn(list, f, kinds, attention))
  }
  return { needs: lowered, list }
}

/** Of each member: 1 where it belongs to the group of floor f. */
const servedBy = ({ mask, members }: Kind, f: number) =>
  new Float64Array(members.length).fill(Number((mask & (1 << f)) !== 0))

function attentionIn(list: Uint8Array, f: number, kinds: readonly Kind[], attention: Float64Array): number {
  let sum = 0
  list.forEach((k, place) => {
    if (kinds[k]!.mask & (1 << f)) sum += attention[place]!
  })
  return sum
}

/** The attention of a single floor's members on the highest places. */
function highest(kinds: readonly Kind[], attention: Float64Array): number {
  const members = kinds.find(({ mask }) => mask === 1)?.members.length ?? 0
  return attention.subarray(0, members).reduce((sum, share) => sum + share, 0)
}
