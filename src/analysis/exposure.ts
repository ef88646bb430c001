/** Who gets shown, and how that compares with who was ordered from before. */
export interface ExposureFigures {
  /** share of the restaurants that were shown at least once */
  readonly coverage: number
  /** inequality of exposure over all restaurants: 0 all alike, towards 1 one takes all (Gini, 1912) */
  readonly gini: number
  /** mean past orders of what was shown, over the mean past orders of what was ordered in the past; above 1: more popular still */
  readonly popularityLift: number
  /** mean past orders of what was shown (average recommendation popularity; Yin et al., VLDB 2012) */
  readonly averagePopularity: number
  /** share of exposure of the places outside the most ordered fifth */
  readonly longTailShare: number
  /** the same of past orders */
  readonly longTailHistory: number
}

/** Of a group of restaurants: its share of what is shown against its share of past orders. */
export interface GroupExposure {
  readonly group: string
  readonly restaurants: number
  readonly recommended: number
  readonly historical: number
  /** recommended / historical; null: it was never ordered from */
  readonly amplification: number | null
}

/** Most ordered share of the restaurants; the rest is the long tail. */
const headShare = 0.2

/**
 * @param exposure attention that each restaurant got; any non-negative unit
 * @param history past orders of each restaurant; same length
 */
export function exposureFigures(exposure: Float64Array, history: Float64Array): ExposureFigures {
  const size = exposure.length
  const shown = sum(exposure)
  const ordered = sum(history)
  const tail = longTail(history)
  let covered = 0
  let popularity = 0
  let squares = 0
  let tailShown = 0
  let tailOrdered = 0
  for (let i = 0; i < size; i++) {
    if (exposure[i]! > 0) covered++
    popularity += exposure[i]! * history[i]!
    squares += history[i]! ** 2
    if (!tail[i]) continue
    tailShown += exposure[i]!
    tailOrdered += history[i]!
  }
  const averagePopularity = share(popularity, shown)
  return {
    coverage: share(covered, size),
    gini: gini(exposure),
    averagePopularity,
    popularityLift: share(averagePopularity, share(squares, ordered)),
    longTailShare: share(tailShown, shown),
    longTailHistory: share(tailOrdered, ordered),
  }
}

/** @param groupOf names the group of restaurant i */
export function exposureByGroup(
  exposure: Float64Array,
  history: Float64Array,
  groupOf: (item: number) => string,
): GroupExposure[] {
  const groups = new Map<string, { restaurants: number; shown: number; ordered: number }>()
  for (let i = 0; i < exposure.length; i++) {
    const name = groupOf(i)
    const group = groups.get(name) ?? { restaurants: 0, shown: 0, ordered: 0 }
    groups.set(name, group)
    group.restaurants++
    group.shown += exposure[i]!
    group.ordered += history[i]!
  }
  const shown = sum(exposure)
  const ordered = sum(history)
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, found]) => {
      const recommended = share(found.shown, shown)
      const historical = share(found.ordered, ordered)
      const amplification = historical > 0 ? recommended / historical : null
      return { group, restaurants: found.restaurants, recommended, historical, amplification }
    })
}

/** Mean absolute difference of all pairs over twice the mean; 0 when there is nothing to share out. */
export function gini(values: Float64Array): number {
  const n = values.length
  const total = sum(values)
  if (n === 0 || total === 0) return 0
  const sorted = values.slice().sort()
  let weighted = 0
  for (let i = 0; i < n; i++) weighted += (2 * (i + 1) - n - 1) * sorted[i]!
  return weighted / (n * total)
}

/** 1: outside the most ordered fifth; ties by index. */
function longTail(history: Float64Array): Uint8Array {
  const order = Uint32Array.from(history, (_, i) => i).sort((a, b) => history[b]! - history[a]! || a - b)
  const tail = new Uint8Array(history.length).fill(1)
  for (const i of order.subarray(0, Math.ceil(headShare * history.length))) tail[i] = 0
  return tail
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
