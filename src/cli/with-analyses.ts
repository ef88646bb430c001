import { randomBytes } from 'node:crypto'
import type { Database } from '../db/client.ts'
import { createExperimentStore } from '../experiments/experiment-store.ts'
import { createClosers } from '../main/closers.ts'
import { openLiveServing } from '../main/live-serving.ts'
import { createModelSource } from '../main/models.ts'
import { createMetrics } from '../monitoring/metrics.ts'
import { createProfileStore, type ProfileStore } from '../profiles/profile-store.ts'
import { createModelRegistry } from '../relevance/registry.ts'
import { type AnalysisApi, createAnalysisApi } from '../serving/analyses.ts'
import { sampleOrders } from '../serving/past-requests.ts'
import { createRecommendationLog } from '../serving/recommendation-log.ts'
import { warmUp } from '../serving/warm-up.ts'
import { createProgress } from './progress.ts'

export interface AnalysisContext {
  readonly analyses: AnalysisApi
  readonly profiles: ProfileStore
}

/**
 * Analyses on a database without a server: loads what a server would hold, warms it up so that the planner's costs are those of this
 * machine, and closes it all again.
 */
export async function withAnalyses<T>(
  database: Database,
  work: (context: AnalysisContext) => Promise<T>,
): Promise<T> {
  const closers = createClosers((name, error) => process.stderr.write(`closing ${name}: ${error}\n`))
  const now = () => new Date()
  const profiles = createProfileStore({ database, now })
  const progress = createProgress('requests', null)
  try {
    await profiles.ensureShipped()
    const serving = await openLiveServing(
      {
        database,
        keys: { refresh: async () => {} },
        profiles,
        experiments: createExperimentStore({ database, now }),
        models: createModelSource({ registry: createModelRegistry({ database, now }) }),
        metrics: createMetrics(),
        // Nobody else waits for this process's event loop.
        eventLoop: { delayMs: () => 0, close() {} },
        now,
        randomBytes,
        onError: (what, error) => process.stderr.write(`${what}: ${error.message}\n`),
      },
      closers,
    )
    const lately = await sampleOrders(database, { limit: 20, seed: 1, since: null })
    const userIds = [null, ...lately.map(({ user }) => user)]
    await warmUp({ ...serving, clockMs: () => performance.now(), userIds })
    const analyses = createAnalysisApi({
      recommender: serving.recommender,
      profiles,
      log: createRecommendationLog({ database }),
      sampleOrders: (query) => sampleOrders(database, query),
      onProgress: (done, total) => progress.update(done, total),
    })
    return await work({ analyses, profiles })
  } finally {
    progress.stop()
    await closers.close()
  }
}
