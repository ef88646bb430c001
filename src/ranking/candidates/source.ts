import type { UserScorer } from '../../relevance/model.ts'
import type { ActiveRules } from '../rerank/rules.ts'
import type { RankingRequest, RankingWorld } from '../types.ts'
import type { Area } from './area.ts'
import type { Popularity } from './popularity.ts'

export interface SourceContext {
  readonly world: RankingWorld
  readonly request: RankingRequest
  /** null: the plan runs without a model */
  readonly scorer: UserScorer | null
  readonly rules: ActiveRules
  readonly area: Area
  readonly popularity: Popularity
  /** Whether a restaurant is eligible: worked out once for each, and remembered. */
  readonly admits: (item: number) => boolean
}

/** A way to find candidates. A new one is a file here and a line in the registry. */
export interface CandidateSource {
  readonly key: string
  /**
   * How fast this source's list is drawn from when more was proposed than a plan scores: of every draw, about `share` over the sum
   * of all sources' shares.
   */
  readonly share: number
  /** At most `k` distinct catalogue indices that `admits` lets in, best first. Deterministic. */
  propose(context: SourceContext, k: number): Int32Array
}

export const nothing = new Int32Array(0)
