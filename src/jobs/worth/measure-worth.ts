import { overlapAt } from '../../analysis/agreement.ts'
import { difference, pairedFigures } from '../../analysis/paired-figures.ts'
import type { Interval } from '../../numeric/bootstrap.ts'
import type { ProfileSettings } from '../../profiles/schema.ts'
import { discount } from '../../ranking/guardrails.ts'
import { rank } from '../../ranking/pipeline.ts'
import type {
  Plan,
  PlanQuality,
  RankedItem,
  RankingRequest,
  RankingWorld,
  Scales,
} from '../../ranking/types.ts'
import { type Dataset, orderType } from '../../relevance/dataset.ts'
import type { Demand } from '../../relevance/demand.ts'
import { createDemand } from '../../relevance/demand.ts'
import type { RelevanceModel } from '../../relevance/model.ts'
import { type Occasion, replay } from '../../relevance/replay.ts'

/** One way to serve. */
export interface WorthSide {
  readonly name: string
  readonly settings: ProfileSettings
  readonly plan: Plan
  /** false: no model at all */
  readonly hasModel: boolean
}

/** What a shown list brings under the truth of a simulated city, off-list orders included: people also order by habit. */
export type ListTruth = (
  userId: string,
  occasion: Occasion,
  shown: readonly string[],
) => { readonly orders: number; readonly revenue: number; readonly margin: number; readonly ndcg: number }

export interface WorthOptions {
  /** first row of the orders that are replayed; models have not seen it or any later one */
  readonly from: number
  /** the last so many orders, at most */
  readonly maxOrders: number
  readonly seed: number
  readonly scales: Scales
  readonly planQualities: readonly PlanQuality[]
  /** the version that serves */
  readonly bind: (demand: Demand) => RelevanceModel
  /** the version before it */
  readonly bindEarlier: (demand: Demand) => RelevanceModel
  /** null: not known */
  readonly truth: ListTruth | null
  /** only what was open at the moment; false where opening hours are not to be believed */
  readonly openNow: boolean
  /** monotonic, ms of work of this process */
  readonly clockMs: () => number
  readonly onProgress?: (share: number) => void
}

export const worthKeys = [
  'caughtOrders',
  'caughtRevenue',
  'caughtMargin',
  'ndcg',
  'trueOrders',
  'trueRevenue',
  'trueMargin',
  'trueNdcg',
  'waitMinutes',
  'cpuMs',
  'changedPlaces',
] as const
export type WorthKey = (typeof worthKeys)[number]

export type Worth = Readonly<Record<WorthKey, Interval | null>>

export interface SideWorth {
  readonly name: string
  readonly plan: Plan
  /**
   * Per 1,000 recommendations: `caught…`, orders then made from a listed place, with their fee and margin; `true…`, expected under the
   * truth; `cpuMs`, of ranking. Per recommendation: NDCG@10, expected minutes of waiting (places counted by 1 / log2(1 + rank)), and the
   * share of places that change when a new model version becomes the latest. null: not known
   */
  readonly figures: Worth
  /** less the first side's, request by request; null: this is the first side */
  readonly change: Worth | null
}

export interface WorthReport {
  readonly recommendations: number
  readonly users: number
  readonly sides: readonly SideWorth[]
}

const listLength = 10
const per1000: ReadonlySet<WorthKey> = new Set([
  'caughtOrders',
  'caughtRevenue',
  'caughtMargin',
  'trueOrders',
  'trueRevenue',
  'trueMargin',
  'cpuMs',
])

/** Replays later orders one by one: every side answers just before each, by what was known then, and is held against what came. */
export function measureWorth(
  dataset: Dataset,
  sides: readonly WorthSide[],
  options: WorthOptions,
): WorthReport {
  const { catalogue } = dataset
  const demand = createDemand(catalogue)
  const base = { catalogue, demand, scales: options.scales, planQualities: options.planQualities }
  const world: RankingWorld = { ...base, model: options.bind(demand) }
  const earlier: RankingWorld = { ...base, model: options.bindEarlier(demand) }
  const rows: Measured[][] = sides.map(() => [])
  const users: string[] = []
  const from = firstRow(dataset, options)

  replay(dataset, { from, to: dataset.length }, demand, (occasion) => {
    const userId = dataset.users[occasion.user]!.id
    // Whoever comes first pays for what others find ready, so that everybody is first in turn.
    const first = users.push(userId) % sides.length
    for (let n = 0; n < sides.length; n++) {
      const s = (first + n) % sides.length
      const side = sides[s]!
      const own = side.hasModel ? world : { ...world, model: null }
      const request = requestOf(dataset, occasion, side, options.openNow)
      const startMs = options.clockMs()
      const { items } = rank(own, request)
      const cpuMs = options.clockMs() - startMs
      const list = items.map(({ item }) => item)
      const isOfLatest =
        side.hasModel && side.settings.modelChannel === 'latest' && side.plan.name !== 'popular'
      rows[s]!.push({
        cpuMs,
        waitMinutes: waitOf(items),
        ...caught(dataset, occasion, list),
        changedPlaces: isOfLatest ? changed(list, rank(earlier, request).items) : 0,
        ...(options.truth && truths(options.truth, userId, occasion, list, catalogue.ids)),
      })
    }
    if (users.length % 20 === 0) options.onProgress?.((occasion.row - from) / (dataset.length - from))
  })

  const figures = pairedFigures(worthKeys, users, options)
  const of = (s: number) => (n: number, key: WorthKey) => figureOf(rows[s]![n]!, key)
  return {
    recommendations: users.length,
    users: new Set(users).size,
    sides: sides.map(({ name, plan }, s) => ({
      name,
      plan,
      figures: figures(of(s)),
      change: s === 0 ? null : figures((n, key) => difference(of(s)(n, key), of(0)(n, key))),
    })),
  }
}

/** Of one recommendation. */
type Measured = Readonly<Partial<Record<WorthKey, number | null>>>

const figureOf = (measured: Measured, key: WorthKey) => {
  const value = measured[key] ?? null
  return value === null ? null : per1000.has(key) ? 1000 * value : value
}

function truths(
  truth: ListTruth,
  userId: string,
  occasion: Occasion,
  list: readonly number[],
  ids: readonly string[],
): Measured {
  const shown = list.map((item) => ids[item]!)
  const { orders, revenue, margin, ndcg } = truth(userId, occasion, shown)
  return { trueOrders: orders, trueRevenue: revenue, trueMargin: margin, trueNdcg: ndcg }
}

/** The share of places that another model would not have shown. */
const changed = (list: readonly number[], others: readonly RankedItem[]) =>
  1 -
  overlapAt(
    list,
    others.map(({ item }) => item),
    listLength,
  )

/** null: the list is empty */
function waitOf(items: readonly RankedItem[]): number | null {
  let [minutes, weight] = [0, 0]
  for (const { rank: place, objectives } of items) {
    const wait = objectives.find(({ key }) => key === 'wait')
    if (!wait) continue
    minutes -= wait.value * discount(place)
    weight += discount(place)
  }
  return weight > 0 ? minutes / weight : null
}

function firstRow(dataset: Dataset, { from, maxOrders }: WorthOptions): number {
  let left = maxOrders
  for (let row = dataset.length - 1; row >= from; row--) {
    if (dataset.type[row] === orderType && --left < 0) return row + 1
  }
  return from
}

/** What the list caught of the order that was then made. */
function caught({ catalogue, amount }: Dataset, { row, chosen }: Occasion, list: readonly number[]) {
  const place = list.indexOf(chosen)
  if (place < 0) return { caughtOrders: 0, caughtRevenue: 0, caughtMargin: 0, ndcg: 0 }
  const known = Number.isNaN(amount[row]!) ? catalogue.averageSpend[chosen]! : amount[row]!
  const fee = (Number.isNaN(known) ? 0 : known) * catalogue.feeRate[chosen]!
  return {
    caughtOrders: 1,
    caughtRevenue: fee,
    caughtMargin: fee - catalogue.costPerOrder[chosen]!,
    ndcg: discount(place + 1),
  }
}

function requestOf(
  dataset: Dataset,
  { user, query }: Occasion,
  side: WorthSide,
  openNow: boolean,
): RankingRequest {
  const { origins, likedCuisines, maxPriceLevel } = dataset.users[user]!
  return {
    history: query.history,
    likedCuisines,
    maxPriceLevelLiked: maxPriceLevel,
    origins,
    atMs: query.atMs,
    radiusKm: null,
    filters: { cuisines: null, maxPriceLevel: 0, openNow, exclude: new Set() },
    limit: listLength,
    profile: side.settings,
    plan: side.plan,
    candidates: null,
    seed: 1,
  }
}
