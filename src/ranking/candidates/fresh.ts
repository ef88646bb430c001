import { isNew } from '../../catalog/new-places.ts'
import { prepared } from './prepared.ts'
import type { CandidateSource } from './source.ts'

const fewOrders = 20

/** New and ordered from fewer than 20 times: latest listing first, an eighth of the others' number. */
export const fresh: CandidateSource = {
  key: 'new',
  share: 0.05,
  propose({ world: { catalogue, demand }, request: { atMs }, area, admits }, k) {
    const { listedAtMs } = catalogue
    const isFresh = (item: number) => isNew(listedAtMs[item]!, atMs)
    const wanted = Math.ceil(k / 8)
    const found: number[] = []
    for (const item of area.members
      ? newestFirst(area.members.filter(isFresh), listedAtMs)
      : prepared(catalogue).newestFirst) {
      if (found.length >= wanted || !isFresh(item)) break
      if (listedAtMs[item]! <= atMs && demand.count(item) < fewOrders && admits(item)) found.push(item)
    }
    return Int32Array.from(found)
  },
}

function newestFirst(items: Int32Array, listedAtMs: Float64Array): Int32Array {
  return items.sort((a, b) => listedAtMs[b]! - listedAtMs[a]! || a - b)
}
