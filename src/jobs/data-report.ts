import { type Dataset, orderType, trainingRows } from '../relevance/dataset.ts'

const dayMs = 86_400_000
/** Two orders of one user at one place within this count as one that came twice. */
const twiceWithinMs = 60_000

/** What is known about the data before anything is learnt from them. */
export interface DataReport {
  readonly restaurants: number
  readonly users: number
  readonly interactions: number
  readonly orders: number
  /** of users who have not opted out */
  readonly usableOrders: number
  readonly usersWithOrders: number
  readonly restaurantsWithOrders: number
  /** ISO 8601; null: no order */
  readonly firstOrder: string | null
  readonly lastOrder: string | null
  /** days since the last order; negative: it lies in the future */
  readonly ageDays: number | null
  /** share of orders dated later than now */
  readonly futureShare: number
  /** share of orders that repeat another of the same user and restaurant within a minute */
  readonly duplicateShare: number
  /** interactions that wait for a restaurant nobody told us of, as a share of all */
  readonly pending: number
  readonly pendingShare: number
  readonly amounts: {
    /** share of orders without one, or with 0 */
    readonly missingShare: number
    readonly median: number | null
    readonly p99: number | null
    readonly max: number | null
  }
  /** worth a look, no obstacle */
  readonly warnings: readonly string[]
  /** broken so that only force trains on it */
  readonly faults: readonly string[]
  /** too little for any model; force does not help. null: it is enough */
  readonly tooLittle: string | null
}

export interface DataReportQuery {
  readonly dataset: Dataset
  readonly nowMs: number
  readonly pending: number
  /** of the model in service; null: none, or not known */
  readonly previous: {
    readonly orders: number
    readonly restaurants: number
    readonly dataToMs: number | null
  } | null
}

/** Below this share of what the model in service learnt from, the data count as cut short. */
const leastOfPrevious = 0.7

/** Fewer than these teach nothing, and leave nothing to test on. */
const least = { orders: 30, users: 2, restaurants: 2 }

/** Volume, freshness, doubles, unknown restaurants and amounts, and what of them speaks against training. */
export function reportData({ dataset, nowMs, pending, previous }: DataReportQuery): DataReport {
  const usable = trainingRows(dataset)
  const { orders, future, duplicates, missing, amounts, lastMs, firstMs } = countOrders(dataset, nowMs)
  const facts = {
    restaurants: dataset.catalogue.size,
    users: dataset.users.length,
    interactions: dataset.length,
    orders,
    usableOrders: usable.length,
    usersWithOrders: distinct(usable, dataset.user),
    restaurantsWithOrders: distinct(usable, dataset.restaurant),
    firstOrder: firstMs === null ? null : new Date(firstMs).toISOString(),
    lastOrder: lastMs === null ? null : new Date(lastMs).toISOString(),
    ageDays: lastMs === null ? null : (nowMs - lastMs) / dayMs,
    futureShare: share(future, orders),
    duplicateShare: share(duplicates, orders),
    pending,
    pendingShare: share(pending, pending + dataset.length),
    amounts: {
      missingShare: share(missing, orders),
      median: at(amounts, 0.5),
      p99: at(amounts, 0.99),
      max: at(amounts, 1),
    },
  }
  return {
    ...facts,
    warnings: warningsOf(facts),
    faults: faultsOf(facts, previous),
    tooLittle: tooLittle(dataset),
  }
}

/** Why these data are too few for a model, in words; null: they are not. */
export function tooLittle(dataset: Dataset): string | null {
  const rows = trainingRows(dataset)
  const found = {
    orders: rows.length,
    users: distinct(rows, dataset.user),
    restaurants: distinct(rows, dataset.restaurant),
  }
  const missing = (Object.keys(least) as (keyof typeof least)[]).filter((what) => found[what] < least[what])
  if (missing.length === 0) return null
  const told = missing.map((what) => `${found[what]} of at least ${least[what]} ${what}`).join(', ')
  return `There is too little to learn from: ${told} (of users who have not opted out).`
}

type Facts = Omit<DataReport, 'warnings' | 'faults' | 'tooLittle'>

function warningsOf(facts: Facts): string[] {
  const { ageDays, duplicateShare, pendingShare, pending, amounts, futureShare, orders } = facts
  const told: [boolean, string][] = [
    [ageDays !== null && ageDays > 30, `The last order is ${Math.round(ageDays ?? 0)} days old.`],
    [duplicateShare > 0.02, `${percent(duplicateShare)} of the orders repeat another within a minute.`],
    [
      pendingShare > 0.05,
      `${pending} interactions (${percent(pendingShare)}) wait for restaurants that nobody told us of.`,
    ],
    [
      orders > 0 && amounts.missingShare > 0.5,
      `${percent(amounts.missingShare)} of the orders have no amount.`,
    ],
    [
      amounts.median !== null && amounts.max !== null && amounts.max > 100 * amounts.median,
      `The largest amount is ${Math.round((amounts.max ?? 0) / (amounts.median || 1))} times the median.`,
    ],
    [
      futureShare > 0 && futureShare <= 0.05,
      `${percent(futureShare)} of the orders are dated in the future.`,
    ],
  ]
  return told.filter(([holds]) => holds).map(([, words]) => words)
}

function faultsOf(facts: Facts, previous: DataReportQuery['previous']): string[] {
  const faults: string[] = []
  if (facts.futureShare > 0.05) {
    faults.push(`${percent(facts.futureShare)} of the orders are dated in the future.`)
  }
  if (!previous) return faults
  for (const what of ['orders', 'restaurants'] as const) {
    if (facts[what] >= leastOfPrevious * previous[what]) continue
    faults.push(
      `Only ${facts[what]} ${what} are left of the ${previous[what]} that the model in service learnt from: the data look cut short.`,
    )
  }
  const lastMs = facts.lastOrder === null ? null : Date.parse(facts.lastOrder)
  if (previous.dataToMs !== null && lastMs !== null && lastMs < previous.dataToMs - dayMs) {
    faults.push(
      `The last order is from ${facts.lastOrder}, older than the last data of the model in service (${new Date(previous.dataToMs).toISOString()}): the latest part is missing.`,
    )
  }
  return faults
}

function countOrders(dataset: Dataset, nowMs: number) {
  const lastOf = new Map<number, number>()
  const { size } = dataset.catalogue
  const amounts: number[] = []
  let [orders, future, duplicates, missing] = [0, 0, 0, 0]
  let firstMs: number | null = null
  let lastMs: number | null = null
  for (let row = 0; row < dataset.length; row++) {
    if (dataset.type[row] !== orderType) continue
    const atMs = dataset.atMs[row]!
    const pair = dataset.user[row]! * size + dataset.restaurant[row]!
    const before = lastOf.get(pair)
    if (before !== undefined && atMs - before < twiceWithinMs) duplicates++
    lastOf.set(pair, atMs)
    orders++
    firstMs ??= atMs
    lastMs = atMs
    if (atMs > nowMs) future++
    const amount = dataset.amount[row]!
    if (amount > 0) amounts.push(amount)
    else missing++
  }
  return { orders, future, duplicates, missing, firstMs, lastMs, amounts: Float64Array.from(amounts).sort() }
}

const distinct = (rows: Int32Array, of: Int32Array) => new Set(Array.from(rows, (row) => of[row]!)).size
const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
const percent = (of: number) => `${(100 * of).toFixed(1)} %`
const at = (sorted: Float64Array, quantile: number): number | null =>
  sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))]!
