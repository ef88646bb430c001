/**
 * How alike two ranked lists are. Lists are ids, best first, none twice; the lists may differ in length and content. Every measure
 * is symmetric, and 1 (displacement: 0) for equal lists.
 */
export interface Agreement {
  /** depth of `overlap` */
  readonly k: number
  /** share of the top k in common, 0 to 1 */
  readonly overlap: number
  /** −1 (reversed) to 1; see `kendallTau` */
  readonly kendallTau: number
  /** rank-biased overlap at p = 0.9, 0 to 1 */
  readonly rbo: number
  /** mean number of places that a restaurant of either list moved */
  readonly displacement: number
}

/** With p = 0.9 the first ten ranks carry 86 % of the weight (Webber et al. 2010, equation 21). */
export const rboPersistence = 0.9

export function agreementOf<T>(a: readonly T[], b: readonly T[], k: number): Agreement {
  return {
    k,
    overlap: overlapAt(a, b, k),
    kendallTau: kendallTau(a, b),
    rbo: rankBiasedOverlap(a, b, rboPersistence),
    displacement: displacement(a, b),
  }
}

/** |top k of a ∩ top k of b| over k, or over the longer list where both are shorter than k. */
export function overlapAt<T>(a: readonly T[], b: readonly T[], k: number): number {
  const depth = Math.min(k, Math.max(a.length, b.length))
  if (depth === 0) return 1
  const top = new Set(a.slice(0, depth))
  return b.slice(0, depth).filter((id) => top.has(id)).length / depth
}

/**
 * Kendall's τ-b over the union of both lists. What a list does not hold stands tied below its last place: so much is known of it,
 * and no more.
 */
export function kendallTau<T>(a: readonly T[], b: readonly T[]): number {
  const places = placesOf(a, b)
  return kendallTauB(
    places.map(({ before }) => before),
    places.map(({ after }) => after),
  )
}

/**
 * Kendall (1945), "The treatment of ties in ranking problems": (C − D) / √((n₀ − n₁)(n₀ − n₂)) over all pairs.
 * @returns 1 when there is nothing that the two could order differently; 0 when one of them orders nothing at all
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): number {
  let balance = 0
  let orderedByX = 0
  let orderedByY = 0
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const byX = Math.sign(x[i]! - x[j]!)
      const byY = Math.sign(y[i]! - y[j]!)
      balance += byX * byY
      orderedByX += Math.abs(byX)
      orderedByY += Math.abs(byY)
    }
  }
  if (orderedByX === 0 && orderedByY === 0) return 1
  const scale = Math.sqrt(orderedByX * orderedByY)
  return scale === 0 ? 0 : balance / scale
}

/**
 * Extrapolated rank-biased overlap of two lists that may differ in length: Webber, Moffat, Zobel (2010), "A similarity measure for
 * indefinite rankings", ACM TOIS 28(4), equation 32. With l ≥ s the lengths and X_d the overlap of the first d of both,
 * RBO = (1−p)/p · (Σ_{d≤l} X_d/d · p^d + Σ_{s<d≤l} X_s(d−s)/(s·d) · p^d) + ((X_l − X_s)/l + X_s/s) · p^l.
 * @param p persistence in (0, 1): the chance that a reader goes on to the next place
 * @returns 0 to 1; 1 for two empty lists, 0 for one
 */
export function rankBiasedOverlap<T>(a: readonly T[], b: readonly T[], p: number): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const s = short.length
  const l = long.length
  if (s === 0) return l === 0 ? 1 : 0
  const overlaps = overlapsByDepth(short, long)
  const atShort = overlaps[s - 1]!
  const atLong = overlaps[l - 1]!
  let sum = 0
  let power = 1
  for (let d = 1; d <= l; d++) {
    power *= p
    sum += (overlaps[d - 1]! / d) * power
    if (d > s) sum += ((atShort * (d - s)) / (s * d)) * power
  }
  const rbo = ((1 - p) / p) * sum + ((atLong - atShort) / l + atShort / s) * power
  return Math.max(0, Math.min(1, rbo))
}

/** X_d for d = 1 … the longer length, at d − 1. */
function overlapsByDepth<T>(short: readonly T[], long: readonly T[]): Int32Array {
  const overlaps = new Int32Array(long.length)
  const seenOnce = new Set<T>()
  let overlap = 0
  const see = (id: T) => {
    if (seenOnce.delete(id)) overlap++
    else seenOnce.add(id)
  }
  for (let d = 0; d < long.length; d++) {
    see(long[d]!)
    if (d < short.length) see(short[d]!)
    overlaps[d] = overlap
  }
  return overlaps
}

/** Mean of |place in a − place in b| over the union; what a list does not hold counts as one place below its end. */
export function displacement<T>(a: readonly T[], b: readonly T[]): number {
  const places = placesOf(a, b)
  if (places.length === 0) return 0
  return places.reduce((sum, { before, after }) => sum + Math.abs(before - after), 0) / places.length
}

/** Where one restaurant stood before and after; null: not in that list. */
export interface Move<T> {
  readonly id: T
  readonly before: number | null
  readonly after: number | null
}

/** Everything whose place changed, in the order of the new list, then what left it. */
export function movesBetween<T>(before: readonly T[], after: readonly T[]): Move<T>[] {
  const was = new Map(before.map((id, index) => [id, index + 1]))
  const is = new Map(after.map((id, index) => [id, index + 1]))
  const all = [...after, ...before.filter((id) => !is.has(id))]
  return all
    .map((id) => ({ id, before: was.get(id) ?? null, after: is.get(id) ?? null }))
    .filter((move) => move.before !== move.after)
}

/** Places of the union, 1 the top; absent: one below the end of that list. */
function placesOf<T>(a: readonly T[], b: readonly T[]): { before: number; after: number }[] {
  const inA = new Map(a.map((id, index) => [id, index + 1]))
  const inB = new Map(b.map((id, index) => [id, index + 1]))
  return [...new Set([...a, ...b])].map((id) => ({
    before: inA.get(id) ?? a.length + 1,
    after: inB.get(id) ?? b.length + 1,
  }))
}
