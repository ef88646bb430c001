import type { Kind } from './kinds.ts'

export interface Filling {
  readonly kinds: readonly Kind[]
  /** of the places that are free, from the top: never rising */
  readonly attention: Float64Array
  /** by floor: attention that its group must have in these places */
  readonly needs: Float64Array
  /** by floor, ≥ 0: what attention to its group is worth in score; any are right, good ones (`multipliersOf`) are fast */
  readonly multipliers: Float64Array
  /** true: any list that keeps the needs will do */
  readonly isAnyEnough?: boolean
  /** a list that keeps the needs, to start from */
  readonly known?: Uint8Array | null
  /** what all searches of one list may take together */
  readonly work: Work
}

/** Kinds looked at, more or less; a search takes a quarter of what is left at most, so that there is always some for the next. */
export interface Work {
  left: number
}

/** Sums taken in another order differ by roundings. */
export const slack = 1e-9

/**
 * Which kind stands at each free place, so that every floor has what it needs and Σ attention · score is the greatest: branch and bound
 * over the places from the top. Members of a kind come in order of score, so a list is told by its kinds alone. The bound is the
 * Lagrangian's: with a price on the floors the best rest is the order of the priced scores (Geoffrion 1974). A way to the same place
 * with the same members used that has neither more score nor more for any floor is not followed. Exact as long as its work is not
 * used up; then the best found so far (docs/ranking.md says how much that loses); null: no list keeps the needs, or none was found.
 */
export function fillPlaces(filling: Filling): Uint8Array | null {
  const { kinds, attention, needs, multipliers, isAnyEnough = false, known = null, work } = filling
  const places = attention.length
  const floors = needs.length
  const prices = kinds.map(({ mask }) => priceOf(mask, multipliers))
  const used = new Int32Array(kinds.length)
  const missing = needs.slice()
  const before = runningSums(attention)
  const chosen = new Uint8Array(places)
  let best = known
  let bestScore = known ? scoreOf(known, kinds, attention) : Number.NEGATIVE_INFINITY
  const enough = 0.75 * work.left

  const ways = new Map<string, Way[]>()
  const left = (k: number) => kinds[k]!.members.length - used[k]!
  const priced = (k: number, taken: number) => kinds[k]!.scores[taken]! + prices[k]!

  /** Neither a floor alone nor all together are out of reach: their remaining members on the highest places are enough. */
  const isReachable = (place: number) => {
    let together = 0
    let open = 0
    for (let f = 0; f < floors; f++) {
      if (missing[f]! <= slack) continue
      together += missing[f]!
      open |= 1 << f
      let members = 0
      for (let k = 0; k < kinds.length; k++) if (kinds[k]!.mask & (1 << f)) members += left(k)
      const last = Math.min(places, place + members)
      if (before[last]! - before[place]! < missing[f]! - slack) return false
    }
    return together === 0 || (open & (open - 1)) === 0 || mostServed(place, open) >= together - slack
  }

  /** The most that the open floors can have in sum, a place counting once for each that it serves. */
  const mostServed = (place: number, open: number) => {
    const byServed = new Int32Array(floors + 1)
    kinds.forEach(({ mask }, k) => {
      byServed[bits(mask & open)]! += left(k)
    })
    let sum = 0
    let p = place
    for (let n = floors; n > 0; n--) {
      const end = Math.min(places, p + byServed[n]!)
      sum += n * (before[end]! - before[p]!)
      p = end
    }
    return sum
  }

  /** True: another way led here that was as good in every respect. */
  const isDominated = (score: number) => {
    const key = used.join()
    const before = ways.get(key) ?? []
    if (before.some((way) => way.score >= score && way.missing.every((need, f) => need <= missing[f]!)))
      return true
    before.push({ score, missing: missing.slice() })
    ways.set(key, before)
    work.left -= before.length * floors
    return false
  }

  /** Most that the places from `place` on can add to the score, while the needs are priced instead of held. */
  const bound = (place: number) => {
    const taken = used.slice()
    let sum = 0
    for (let p = place; p < places; p++) {
      let top = -1
      for (let k = 0; k < kinds.length; k++) {
        if (taken[k]! >= kinds[k]!.members.length) continue
        if (top < 0 || priced(k, taken[k]!) > priced(top, taken[top]!)) top = k
      }
      if (top < 0) break
      sum += attention[p]! * priced(top, taken[top]!)
      taken[top]!++
    }
    for (let f = 0; f < floors; f++) sum -= multipliers[f]! * missing[f]!
    work.left -= (places - place) * kinds.length
    return sum
  }

  /** Where any list will do, kinds that serve the most of what is missing go first. */
  const urgency = (k: number) => {
    let open = 0
    for (let f = 0; f < floors; f++) if (missing[f]! > slack) open |= 1 << f
    return bits(kinds[k]!.mask & open)
  }

  const visit = (place: number, score: number): void => {
    work.left -= 4 * kinds.length
    if (!isReachable(place)) return
    if (place === places) {
      if (score <= bestScore) return
      best = chosen.slice()
      bestScore = score
      return
    }
    if (best && score + bound(place) <= bestScore + 1e-12 * Math.abs(bestScore)) return
    if (isDominated(isAnyEnough ? 0 : score)) return
    const order = kinds
      .map((_, k) => k)
      .filter((k) => left(k) > 0)
      .sort(
        (a, b) =>
          (isAnyEnough ? urgency(b) - urgency(a) : 0) || priced(b, used[b]!) - priced(a, used[a]!) || a - b,
      )
    for (const k of order) {
      if (work.left < enough || (best && isAnyEnough)) return
      const { mask, scores } = kinds[k]!
      const gain = attention[place]! * scores[used[k]!]!
      chosen[place] = k
      used[k]!++
      for (let f = 0; f < floors; f++) if (mask & (1 << f)) missing[f]! -= attention[place]!
      visit(place + 1, score + gain)
      used[k]!--
      for (let f = 0; f < floors; f++) if (mask & (1 << f)) missing[f]! += attention[place]!
    }
  }
  visit(0, 0)
  return best
}

/** Σ attention · score, members of a kind in their order. */
function scoreOf(chosen: Uint8Array, kinds: readonly Kind[], attention: Float64Array): number {
  const used = new Int32Array(kinds.length)
  let sum = 0
  for (let p = 0; p < chosen.length; p++) {
    const k = chosen[p]!
    sum += attention[p]! * kinds[k]!.scores[used[k]!++]!
  }
  return sum
}

interface Way {
  readonly score: number
  readonly missing: Float64Array
}

function bits(mask: number): number {
  let count = 0
  for (let rest = mask; rest > 0; rest &= rest - 1) count++
  return count
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let n = 0; n < values.length; n++) sums[n + 1] = sums[n]! + values[n]!
  return sums
}

/** Σ of the multipliers of the floors that a kind serves. */
export function priceOf(mask: number, multipliers: Float64Array): number {
  let price = 0
  for (let f = 0; f < multipliers.length; f++) if (mask & (1 << f)) price += multipliers[f]!
  return price
}
