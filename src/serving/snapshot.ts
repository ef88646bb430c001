import type { Catalogue } from '../catalog/catalogue.ts'
import type { LiveProfile } from '../profiles/schema.ts'
import type { RankingWorld } from '../ranking/types.ts'
import type { Demand } from '../relevance/demand.ts'
import type { ActiveExperiment } from './assign.ts'

/**
 * All that a request reads, as of one moment: never changed, only replaced as a whole, so that a request sees one state from its
 * first line to its last. Demand alone goes on counting orders while it is in use.
 */
export interface Snapshot {
  readonly catalogue: Catalogue
  readonly demand: Demand
  /** Published profiles by key. */
  readonly profiles: ReadonlyMap<string, LiveProfile>
  readonly defaultProfileKey: string
  /** The world of each model channel that serves something; channels of the same version share one. */
  readonly worlds: ReadonlyMap<string, RankingWorld>
  /** For a channel that serves nothing: no model, popular places only. */
  readonly worldWithoutModel: RankingWorld
  /** Experiments that split users now, by the requests that they take. */
  readonly experiments: ReadonlyMap<string, ActiveExperiment>
  readonly loadedAtMs: number
}

/** The world that `channel` ranks in. */
export function worldOf(snapshot: Snapshot, channel: string): RankingWorld {
  return snapshot.worlds.get(channel) ?? snapshot.worldWithoutModel
}
