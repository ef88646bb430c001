import type { Catalogue } from '../../catalog/catalogue.ts'
import type { RestaurantGroup } from '../../profiles/schema.ts'
import { groupName, membership } from '../groups.ts'
import { byPopularity, type Popularity } from './popularity.ts'
import { prepared } from './prepared.ts'
import { type CandidateSource, nothing, type SourceContext } from './source.ts'

/** More than the floor needs by so much, so that the best of a group can be told from its worst. */
const spare = 4

/**
 * Members of the groups that an exposure floor is for, the most popular first: as many as fill the floor's share of the list from the
 * bottom, and as many again.
 */
export const floored: CandidateSource = {
  key: 'floor',
  share: 1e9,
  propose(context, k) {
    const { exposureFloors } = context.request.profile
    if (exposureFloors.length === 0) return nothing
    const found = new Set<number>()
    for (const { group, minShare } of exposureFloors) {
      if (minShare === 0) continue
      let wanted = Math.ceil(Math.min(1, 2 * minShare) * context.request.limit) + spare
      for (const item of membersNear(context, group)) {
        if (wanted === 0) break
        if (!context.admits(item)) continue
        found.add(item)
        wanted--
      }
    }
    return Int32Array.from([...found].slice(0, k))
  },
}

function membersNear(
  { world: { catalogue }, area, popularity, request: { atMs } }: SourceContext,
  group: RestaurantGroup,
): Int32Array {
  if (area.members) return area.members.filter(membership(catalogue, group, atMs))
  return group.by === 'new'
    ? byPopularity(newOnes(catalogue, atMs), popularity)
    : everywhere(catalogue, group, popularity)
}

/** The newest stand first, so that the rest of the catalogue is not looked at. */
function newOnes(catalogue: Catalogue, atMs: number): Int32Array {
  const { newestFirst } = prepared(catalogue)
  const isMember = membership(catalogue, { by: 'new' }, atMs)
  const from = newestFirst.findIndex((item) => catalogue.listedAtMs[item]! <= atMs)
  if (from < 0) return nothing
  let to = from
  while (to < newestFirst.length && isMember(newestFirst[to]!)) to++
  return newestFirst.slice(from, to)
}

const kept = new WeakMap<Popularity, Map<string, Int32Array>>()

/** A group of the whole catalogue, most popular first: worked out once an order of popularity. At most a list a district. */
function everywhere(catalogue: Catalogue, group: RestaurantGroup, popularity: Popularity): Int32Array {
  const lists = kept.get(popularity) ?? new Map<string, Int32Array>()
  kept.set(popularity, lists)
  const name = groupName(group)
  const list = lists.get(name) ?? popularity.order.filter(membership(catalogue, group, 0))
  lists.set(name, list)
  return list
}
