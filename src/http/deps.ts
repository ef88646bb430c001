import type { Logger } from 'pino'
import type { RestaurantStore } from '../catalog/restaurant-store.ts'
import type { Topic } from '../db/notifications.ts'
import type { Experiments } from '../experiments/experiments.ts'
import type { NdjsonReport } from '../import/ndjson.ts'
import type { InteractionStore } from '../interactions/interaction-store.ts'
import type { Interaction } from '../interactions/schema.ts'
import type { ReportStore } from '../jobs/monitoring/report-store.ts'
import type { Trainer } from '../jobs/trainer.ts'
import type { KeyStore } from '../keys/key-store.ts'
import type { AuditReader } from '../monitoring/audit-reader.ts'
import type { DataQuality } from '../monitoring/data-quality.ts'
import type { Health } from '../monitoring/health.ts'
import type { Metrics } from '../monitoring/metrics.ts'
import type { Tracing } from '../monitoring/tracing.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import type { ModelRegistry } from '../relevance/registry.ts'
import type { AnalysisApi } from '../serving/analyses.ts'
import type { LivePlanner } from '../serving/live-planner.ts'
import type { Lookups } from '../serving/lookups.ts'
import type { RecommendationService } from '../serving/service.ts'
import type { UserStore } from '../users/user-store.ts'
import type { HitExchange } from './window-store.ts'

export interface HttpLimits {
  /** Requests a key may send in a minute; 0: no limit. */
  readonly perKeyPerMinute: number
  /** Bytes of a JSON body, after decompression. */
  readonly bodyBytes: number
  /** How long a JSON body may take to arrive, ms. */
  readonly bodyMs: number
  /** Bytes of an NDJSON import. */
  readonly importBytes: number
  /** How long an import may pause before it is given up, ms: it holds a transaction. */
  readonly importStallMs: number
}

export const defaultLimits: HttpLimits = Object.freeze({
  perKeyPerMinute: 60_000,
  bodyBytes: 1024 * 1024,
  bodyMs: 30_000,
  importBytes: 1024 * 1024 * 1024,
  importStallMs: 15_000,
})

/** Everything that the HTTP shell calls; the composition root hands it in. */
export interface AppDeps {
  readonly recommender: RecommendationService
  readonly planner: Pick<LivePlanner, 'turns' | 'admission' | 'report'>
  readonly lookups: Pick<Lookups, 'batches' | 'measure' | 'measured' | 'stats'>
  readonly restaurants: Pick<RestaurantStore, 'get' | 'find' | 'list' | 'put' | 'patch' | 'remove'>
  readonly users: Pick<UserStore, 'get' | 'find' | 'list' | 'put' | 'patch' | 'erase'>
  readonly interactions: Pick<InteractionStore, 'ingest'>
  readonly profiles: ProfileStore
  readonly analyses: AnalysisApi
  readonly experiments: Pick<Experiments, 'list' | 'get' | 'create' | 'edit' | 'start' | 'stop' | 'results'>
  readonly models: Pick<ModelRegistry, 'list' | 'get' | 'channels' | 'promote' | 'rollback'>
  readonly trainer: Pick<Trainer, 'start' | 'cancel' | 'runs'>
  readonly audit: AuditReader
  readonly dataQuality: DataQuality
  readonly reports: Pick<ReportStore, 'drift' | 'quality'>
  readonly keys: Pick<KeyStore, 'verify' | 'list' | 'create' | 'rotate' | 'revoke'>
  readonly importNdjson: (
    kind: 'restaurants' | 'users',
    body: AsyncIterable<Uint8Array>,
  ) => Promise<NdjsonReport>
  /** Told of interactions that are committed, so that this process's next answer knows them. */
  readonly onIngested: (rows: readonly Interaction[]) => void
  /** Told of a user that was written, likewise. */
  readonly onUserChanged: (id: string) => void
  /** Told of a user that was erased: what this process remembers of them goes too. */
  readonly onUserErased: (id: string) => void
  /** Resolves once this process serves what was just written, or gives up waiting; never rejects. */
  readonly caughtUp: (topic: Topic) => Promise<void>
  readonly metrics: Pick<Metrics, 'observeRequest' | 'observeIngestion' | 'render' | 'contentType'>
  /** Absent: nobody asked for traces. */
  readonly tracing?: Pick<Tracing, 'record' | 'inside'>
  readonly health: Pick<Health, 'report'>
  readonly logger: Pick<Logger, 'info' | 'error'>
  readonly now: () => Date
  readonly limits: HttpLimits
  /** Absent: no other process answers as one with this. */
  readonly hits?: HitExchange
  /** Shown in the OpenAPI document. */
  readonly version: string
}
