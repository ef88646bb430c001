import { overlapAt } from '../../analysis/agreement.ts'
import { bootstrapMean, type Interval } from '../../numeric/bootstrap.ts'
import { createRandom } from '../../numeric/random.ts'
import type { ProfileSettings } from '../../profiles/schema.ts'
import { discount } from '../../ranking/guardrails.ts'
import { rank } from '../../ranking/pipeline.ts'
import type { Plan, PlanQuality, RankingRequest, RankingWorld, Scales } from '../../ranking/types.ts'
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
  'workMs',
  'changedPlaces',
] as const
export type WorthKey = (typeof worthKeys)[number]

export interface SideWorth {
  readonly name: string
  readonly plan: Plan
  /**
   * Per 1,000 recommendations: `caught…`, orders then made from a listed place, with their fee and margin; `true…`, expected under the
   * truth; `workMs`, of ranking. Per recommendation: NDCG@10, and the share of places that change when a new model version becomes
   * the latest. null: not known
   */
  readonly figures: Readonly<Record<WorthKey, Interval | null>>
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
  'workMs',
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
  const columns = sides.map(() => new Map<WorthKey, number[]>())
  const users: string[] = []
  const from = firstRow(dataset, options)

  replay(dataset, { from, to: dataset.length }, demand, (occasion) => {
    const userId = dataset.users[occasion.user]!.id
    users.push(userId)
    sides.forEach((side, s) => {
      const own = side.hasModel ? world : { ...world, model: null }
      const request = requestOf(dataset, occasion, side)
      const startMs = options.clockMs()
      const list = rank(own, request).items.map(({ item }) => item)
      const workMs = options.clockMs() - startMs
      const figures: Partial<Record<WorthKey, number>> = {
        workMs,
        ...caught(dataset, occasion, list),
        changedPlaces:
          side.hasModel && side.settings.modelChannel === 'latest' && side.plan.name !== 'popular'
            ? 1 -
              overlapAt(
                list,
                rank(earlier, request).items.map(({ item }) => item),
                listLength,
              )
            : 0,
      }
      if (options.truth) {
        const shown = list.map((item) => catalogue.ids[item]!)
        const { orders, revenue, margin, ndcg } = options.truth(userId, occasion, shown)
        Object.assign(figures, {
          trueOrders: orders,
          trueRevenue: revenue,
          trueMargin: margin,
          trueNdcg: ndcg,
        } satisfies typeof figures)
      }
      for (const key of worthKeys) {
        const value = figures[key]
        if (value === undefined) continue
        const column = columns[s]!.get(key) ?? []
        columns[s]!.set(key, column)
        column.push(per1000.has(key) ? 1000 * value : value)
      }
    })
    if (users.length % 20 === 0) options.onProgress?.((occasion.row - from) / (dataset.length - from))
  })

  return {
    recommendations: users.length,
    users: new Set(users).size,
    sides: sides.map(({ name, plan }, s) => ({
      name,
      plan,
      figures: Object.fromEntries(
        worthKeys.map((key) => [
          key,
          // The same draws of users for all sides, so that they can be compared.
          bootstrapMean(columns[s]!.get(key) ?? [], users, {
            random: createRandom(options.seed).fork(key),
            resamples: 500,
          }),
        ]),
      ) as Record<WorthKey, Interval | null>,
    })),
  }
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

function requestOf(dataset: Dataset, { user, query }: Occasion, side: WorthSide): RankingRequest {
  const { origins, likedCuisines, maxPriceLevel } = dataset.users[user]!
  return {
    history: query.history,
    likedCuisines,
    maxPriceLevelLiked: maxPriceLevel,
    origins,
    atMs: query.atMs,
    radiusKm: null,
    filters: { cuisines: null, maxPriceLevel: 0, openNow: true, exclude: new Set() },
    limit: listLength,
    profile: side.settings,
    plan: side.plan,
    candidates: null,
    seed: 1,
  }
}
