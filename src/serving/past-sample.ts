import type { PastRequest, SampleQuery } from './past-requests.ts'
import type { RecommendationLog } from './recommendation-log.ts'

export interface PastQuery extends SampleQuery {
  /** `log`: past recommendations; `orders`: moments just before past orders; `any`: the log, unless it holds too little and orders more */
  readonly source: 'log' | 'orders' | 'any'
}

export interface PastSample {
  readonly source: 'log' | 'orders'
  readonly requests: readonly PastRequest[]
}

export interface PastSources {
  readonly log: Pick<RecommendationLog, 'sample'>
  readonly sampleOrders: (query: SampleQuery) => Promise<PastRequest[]>
}

/** Fewer logged requests than this tell little, and are passed over for past orders where there are more of those. */
export const leastLogged = 50

export async function samplePast({ log, sampleOrders }: PastSources, query: PastQuery): Promise<PastSample> {
  const fromLog = query.source === 'orders' ? [] : await log.sample(query)
  const isEnough = fromLog.length >= Math.min(leastLogged, query.limit)
  if (query.source === 'log' || isEnough) return { source: 'log', requests: fromLog }
  const fromOrders = await sampleOrders(query)
  return query.source === 'any' && fromLog.length >= Math.max(1, fromOrders.length)
    ? { source: 'log', requests: fromLog }
    : { source: 'orders', requests: fromOrders }
}
