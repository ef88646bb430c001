import { type Assigner, createAssigner } from '../experiments/assignment.ts'
import type { Assignment, RunningExperiment } from '../experiments/schema.ts'
import type { LiveProfile } from '../profiles/schema.ts'
import type { RankingWorld } from '../ranking/types.ts'
import type { RecommendationRequest } from './service.ts'

/** A running experiment as the snapshot carries it: all that it names is loaded. */
export interface ActiveExperiment {
  readonly key: string
  /** null: nobody has to end it at a time */
  readonly plannedStopMs: number | null
  readonly assigner: Assigner
  readonly variants: readonly {
    readonly key: string
    readonly profile: LiveProfile
    /** null: what the profile's channel serves */
    readonly world: RankingWorld | null
  }[]
}

export interface Assigned extends Assignment {
  readonly profile: LiveProfile
  readonly world: RankingWorld | null
}

/** Where requests without a profile stand among the scopes; no profile has this key. */
const unnamed = ''

const pinnedPrefix = 'pinned:'
/** The channel under which a model version is kept loaded for an experiment. */
const pinnedChannel = (version: string): string => pinnedPrefix + version
export const isPinned = (channel: string): boolean => channel.startsWith(pinnedPrefix)

/** The model versions that experiments keep, each once, under channels of their own. */
export function pinnedModels(experiments: readonly RunningExperiment[]) {
  const versions = experiments.flatMap(({ variants }) => variants.flatMap((each) => each.modelVersion ?? []))
  return [...new Set(versions)].map((version) => ({ channel: pinnedChannel(version), version }))
}

export interface ExperimentParts {
  readonly profiles: ReadonlyMap<string, LiveProfile>
  readonly worlds: ReadonlyMap<string, RankingWorld>
}

/** Running experiments by scope; one whose profile or model is not loaded is left out whole, since half of it would compare nothing. */
export function activate(
  running: readonly RunningExperiment[],
  { profiles, worlds }: ExperimentParts,
): Map<string, ActiveExperiment> {
  const active = new Map<string, ActiveExperiment>()
  for (const { key, scope, traffic, plannedStopMs, variants } of running) {
    const loaded = variants.flatMap(({ key, profile, pinned, modelVersion }) => {
      const settings = pinned ? { key: profile, ...pinned } : profiles.get(profile)
      const world = modelVersion === null ? null : worlds.get(pinnedChannel(modelVersion))
      return settings && world !== undefined ? [{ key, profile: settings, world }] : []
    })
    if (loaded.length < variants.length) continue
    const assigner = createAssigner(key, variants, traffic)
    active.set(scope ?? unnamed, { key, plannedStopMs, assigner, variants: loaded })
  }
  return active
}

/**
 * The variant that serves a request; null: none. Guests are in no experiment, as nothing tells one visit's guest from another's.
 */
export function assign(
  experiments: ReadonlyMap<string, ActiveExperiment>,
  { userId, profile }: Pick<RecommendationRequest, 'userId' | 'profile'>,
  nowMs: number,
): Assigned | null {
  if (userId === null || experiments.size === 0) return null
  const experiment = experiments.get(profile ?? unnamed)
  if (!experiment || nowMs >= (experiment.plannedStopMs ?? Number.POSITIVE_INFINITY)) return null
  const variant = experiment.variants[experiment.assigner.variantOf(userId)]
  if (!variant) return null
  return {
    key: experiment.key,
    variant: variant.key,
    profile: variant.profile,
    world: variant.world,
  }
}
