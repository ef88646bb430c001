import { type RankedSide, rankSides, type Side } from '../analysis/compare.ts'
import { difference, pairedFigureSteps } from '../analysis/paired-figures.ts'
import type { Interval } from '../numeric/bootstrap.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import type { ProfileSettings } from '../profiles/schema.ts'
import { shippedProfiles } from '../profiles/shipped.ts'
import { rank } from '../ranking/pipeline.ts'
import { type Abandonable, breathe } from './breathe.ts'
import type { PastRequest, SampleQuery } from './past-requests.ts'
import { type PastQuery, samplePast } from './past-sample.ts'
import { prepareSide } from './prepare-side.ts'
import type { RecommendationLog } from './recommendation-log.ts'
import type { RecommendationService } from './service.ts'
import { resolveSides, type SideChoice } from './sides.ts'

export interface WorthQuery extends PastQuery {
  /** what an hour of one processor costs, money */
  readonly cpuHourPrice: number
}

export const worthKeys = ['orders', 'revenue', 'margin', 'waitMinutes', 'rankMs', 'cost'] as const
export type WorthKey = (typeof worthKeys)[number]
export type WorthFigures = Readonly<Record<WorthKey, Interval | null>>

export interface PastWorth {
  readonly source: 'log' | 'orders'
  readonly requests: number
  readonly users: number
  readonly cpuHourPrice: number
  readonly sides: readonly {
    readonly name: string
    /** requests by the plan that answered them, such as `full@400` */
    readonly plans: Readonly<Record<string, number>>
    /** per 1,000 recommendations, but `waitMinutes`: per recommendation */
    readonly figures: WorthFigures
    /** less the first side's, request by request; null: this is the first side */
    readonly change: WorthFigures | null
  }[]
}

export interface WorthDeps extends Abandonable {
  readonly recommender: Pick<RecommendationService, 'prepare'>
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
  readonly log: Pick<RecommendationLog, 'sample'>
  readonly sampleOrders: (query: SampleQuery) => Promise<PastRequest[]>
  /** absent: rankings are not timed, and nothing is said of cost */
  readonly clockMs?: () => number
}

const mostProfiles = 10
const msPerHour = 3_600_000

/**
 * What no model, each plan and each published profile (the ten first of their keys) bring on past requests, as the model in service expects
 * it, and what ranking them takes.
 */
export async function pastWorth(deps: WorthDeps, query: WorthQuery): Promise<PastWorth> {
  const { profiles } = await deps.profiles.live()
  const specs = await resolveSides(deps.profiles, worthSides(profiles.map(({ key }) => key)))
  const { source, requests } = await samplePast(deps, query)
  const rows: Row[][] = specs.map(() => [])
  const plans = specs.map(() => new Map<string, number>())
  const users: string[] = []
  for (const { user, request } of requests) {
    const prepared = await Promise.all(specs.map((spec) => prepareSide(deps.recommender, request, spec)))
    const sides = prepared.map(
      ({ world, request: asked, modelVersion }, s): Side => ({
        name: specs[s]!.name,
        profile: null,
        modelVersion,
        world,
        request: asked,
        predictedMs: 0,
      }),
    )
    // What the first one would have to prepare for all is not its own work.
    if (deps.clockMs) rank(sides[0]!.world, sides[0]!.request)
    const ranked = await breathe(rankSides(sides, deps.clockMs), deps.signal)
    if (ranked.every(({ items }) => items.length === 0)) continue
    users.push(user)
    ranked.forEach((each, s) => {
      rows[s]!.push(rowOf(each, query.cpuHourPrice))
      const { name, candidates } = each.side.request.plan
      const plan = `${name}@${candidates}`
      plans[s]!.set(plan, (plans[s]!.get(plan) ?? 0) + 1)
    })
  }
  const figures = pairedFigureSteps(worthKeys, users, query)
  const sides: PastWorth['sides'][number][] = []
  for (const [s, { name }] of specs.entries()) {
    const own = figures((n, key) => rows[s]![n]![key])
    const change = figures((n, key) => difference(rows[s]![n]![key], rows[0]![n]![key]))
    sides.push({
      name,
      plans: Object.fromEntries(plans[s]!),
      figures: await breathe(own, deps.signal),
      change: s === 0 ? null : await breathe(change, deps.signal),
    })
  }
  return {
    source,
    requests: users.length,
    users: new Set(users).size,
    cpuHourPrice: query.cpuHourPrice,
    sides,
  }
}

function worthSides(keys: readonly string[]): SideChoice[] {
  const accurate: ProfileSettings = shippedProfiles['ml-engineer']!
  return [
    { name: 'no model', profile: accurate, modelVersion: null, plan: { name: 'popular' } },
    { name: 'plan fast', profile: accurate, plan: { name: 'fast' } },
    { name: 'plan full', profile: accurate, plan: { name: 'full' } },
    ...[...keys]
      .sort()
      .slice(0, mostProfiles)
      .map((profile) => ({ profile })),
  ]
}

/** Of 1,000 recommendations like this one. */
type Row = Readonly<Record<WorthKey, number | null>>

function rowOf({ totals, rankMs }: RankedSide, cpuHourPrice: number): Row {
  return {
    orders: 1000 * totals.orders,
    revenue: 1000 * totals.revenue,
    margin: 1000 * totals.margin,
    waitMinutes: totals.waitMinutes,
    rankMs: rankMs === null ? null : 1000 * rankMs,
    cost: rankMs === null ? null : (1000 * rankMs * cpuHourPrice) / msPerHour,
  }
}
