import { setImmediate as nextTurn } from 'node:timers/promises'
import { createFairnessAudit, type FairnessReport } from '../analysis/fairness/audit.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { History } from '../interactions/history.ts'
import { interactionTypes } from '../interactions/schema.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { rank, weigh } from '../ranking/pipeline.ts'
import { deepestPlan } from '../ranking/planner/plans.ts'
import { type Abandonable, breathe } from './breathe.ts'
import { type PastRequest, plainRequest, type SampleQuery } from './past-requests.ts'
import { type PastQuery, samplePast } from './past-sample.ts'
import { prepareSide } from './prepare-side.ts'
import type { RecommendationLog } from './recommendation-log.ts'
import type { PreparedRequest, RecommendationService } from './service.ts'
import { resolveSide, type SideChoice } from './sides.ts'

export interface FairnessQuery extends PastQuery {
  readonly side: SideChoice
}

export interface LiveFairnessQuery extends SampleQuery {
  /** orders that name a list count so long after it */
  readonly attributionHours: number
}

export interface ProfileFairness extends FairnessReport {
  readonly profile: string
  readonly source: 'log' | 'orders'
}

export interface FairnessDeps extends Abandonable {
  readonly recommender: Pick<RecommendationService, 'prepare'>
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
  readonly log: Pick<RecommendationLog, 'sample' | 'lists'>
  readonly sampleOrders: (query: SampleQuery) => Promise<PastRequest[]>
  readonly onProgress?: (done: number, total: number) => void
}

/** Whom a profile would show, on past requests. */
export async function profileFairness(deps: FairnessDeps, query: FairnessQuery): Promise<ProfileFairness> {
  const spec = await resolveSide(deps.profiles, query.side, '')
  const { source, requests } = await samplePast(deps, query)
  const report = await audit(deps, requests, async ({ user, request, orderedId }) => {
    const prepared = await prepareSide(deps.recommender, request, spec)
    const items = rank(prepared.world, prepared.request).items.map(({ item }) => item)
    return { user, prepared, items, orderedId }
  })
  return { profile: spec.name, source, ...(await report(query.seed)) }
}

/** Whom the lists showed that were served, whatever served them. */
export async function liveFairness(deps: FairnessDeps, query: LiveFairnessQuery): Promise<FairnessReport> {
  const lists = await deps.log.lists(query)
  const report = await audit(deps, lists, async ({ logged, orders }) => {
    const prepared = await deps.recommender.prepare({ ...logged.request, profile: null })
    const { indexOf } = prepared.world.catalogue
    return {
      user: logged.userId ?? logged.id,
      prepared,
      items: logged.items.flatMap(({ restaurantId }) => indexOf.get(restaurantId) ?? []),
      orderedId: orders[0]?.restaurantId ?? null,
    }
  })
  return report(query.seed)
}

interface Shown {
  readonly user: string
  readonly prepared: PreparedRequest
  readonly items: readonly number[]
  /** null: not known */
  readonly orderedId: string | null
}

/** One audit over all lists, in the restaurants as they are when it begins. */
async function audit<T>(
  { recommender, onProgress, signal }: FairnessDeps,
  lists: readonly T[],
  show: (list: T) => Promise<Shown>,
): Promise<(seed: number) => Promise<FairnessReport>> {
  const { world, request } = await recommender.prepare(plainRequest({}))
  const collected = createFairnessAudit({
    catalogue: world.catalogue,
    history: Float64Array.from({ length: world.catalogue.size }, (_, item) => world.demand.count(item)),
    atMs: request.atMs,
  })
  for (const [index, list] of lists.entries()) {
    const { user, prepared, items, orderedId } = await show(list)
    const merit = meritOf(prepared)
    const asOfBegin = inCatalogue(prepared.world.catalogue, world.catalogue)
    const eligible = merit.items.map(asOfBegin)
    collected.add({
      user,
      items: items.map(asOfBegin).filter((item) => item >= 0),
      ordersBefore: ordersIn(prepared.request.history),
      ordered: orderedId === null ? null : (world.catalogue.indexOf.get(orderedId) ?? -1),
      candidates: eligible.filter((item) => item >= 0),
      probability: merit.probability.filter((_, j) => eligible[j]! >= 0),
    })
    onProgress?.(index + 1, lists.length)
    await nextTurn()
    signal?.throwIfAborted()
  }
  return (seed) => breathe(collected.reportSteps(seed), signal)
}

/** All that was eligible, at full depth, whatever plan ranked. */
function meritOf({ world, request }: PreparedRequest) {
  const { items, probability } = weigh(world, { ...request, plan: deepestPlan }).candidates
  return { items, probability }
}

/** Restaurants may come and go while lists are looked at. @returns −1: it is not there */
function inCatalogue(from: Catalogue, to: Catalogue): (item: number) => number {
  return from === to ? (item) => item : (item) => to.indexOf.get(from.ids[item]!) ?? -1
}

const orderType = interactionTypes.indexOf('order')

function ordersIn({ length, type }: History): number {
  let orders = 0
  for (let n = 0; n < length; n++) if (type[n] === orderType) orders++
  return orders
}
