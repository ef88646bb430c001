import type { PastRequest, SampleQuery } from './past-requests.ts'
import type { RecommendationLog } from './recommendation-log.ts'

export interface PastQuery extends SampleQuery {
  /** `log`: past recommendations; `orders`: moments just before past orders; `any`: the log, unless it holds none */
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

export async function samplePast({ log, sampleOrders }: PastSources, query: PastQuery): Promise<PastSample> {
  const fromLog = query.source === 'orders' ? [] : await log.sample(query)
  if (query.source === 'log' || fromLog.length > 0) return { source: 'log', requests: fromLog }
  return { source: 'orders', requests: await sampleOrders(query) }
}
