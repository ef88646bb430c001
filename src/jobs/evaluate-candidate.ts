import { type UserGroup, userGroupOf, userGroups } from '../interactions/user-groups.ts'
import { type Dataset, orderType } from '../relevance/dataset.ts'
import type { Demand } from '../relevance/demand.ts'
import {
  evaluateOrders,
  type OrderEvaluation,
  type RankedOrder,
  type Ranker,
} from '../relevance/evaluate-orders.ts'
import { bootstrapMean, type Estimate, ndcgAt10 } from '../relevance/metrics.ts'
import type { RelevanceModel } from '../relevance/model.ts'
import { addExposure, exposureChange, reportExposure } from './exposure-change.ts'
import type {
  ExposureChange,
  ExposureReport,
  GroupQuality,
  InServiceComparison,
  TrainReport,
} from './train-report.ts'

/** What the candidate is held against besides the baselines. */
export interface Rival {
  readonly version: string
  readonly how: 'later-orders' | 'refitted'
  readonly words: string
  /** the first row that it has not seen */
  readonly from: number
  readonly bind: (demand: Demand) => RelevanceModel
}

export interface EvaluateCandidateQuery {
  /** first row of the test part */
  readonly from: number
  readonly seed: number
  readonly candidate: (demand: Demand) => RelevanceModel
  readonly rival: Rival | null
  readonly onProgress?: (share: number) => void
}

export interface CandidateEvaluation {
  readonly evaluation: OrderEvaluation
  readonly gains: NonNullable<TrainReport['gains']>
  readonly inService: InServiceComparison | null
  readonly groups: readonly GroupQuality[]
  readonly exposure: ExposureReport
  /** null: not compared */
  readonly exposureChange: ExposureChange | null
}

const baselines = ['random', 'popularity', 'decayed-frequency'] as const

/** Of one test order: who ordered, and the NDCG@10 that each ranker reached. */
interface Outcome {
  readonly user: number
  readonly group: UserGroup
  readonly model: number
  readonly baseline: Readonly<Record<(typeof baselines)[number], number>>
  /** null: the rival may have seen this order */
  readonly rival: number | null
}

/** One pass over the test orders for the candidate, the baselines, the model in service, groups of users, and exposure. */
export function evaluateCandidate(dataset: Dataset, query: EvaluateCandidateQuery): CandidateEvaluation {
  const { from, seed, rival, onProgress } = query
  const outcomes: Outcome[] = []
  const { size } = dataset.catalogue
  const exposure = new Float64Array(size)
  // Of the orders that the rival can be asked about.
  const shown = { candidate: new Float64Array(size), rival: new Float64Array(size) }
  let rivalModel: RelevanceModel | undefined
  const rankOfRival = createRivalRanker(dataset)
  const compare = (ranked: RankedOrder): number | null => {
    if (!rivalModel || !rival || ranked.occasion.row < rival.from) return null
    const { rank, probability } = rankOfRival(rivalModel, ranked)
    addExposure(ranked, shown.candidate)
    addExposure({ ...ranked, probability }, shown.rival)
    return ndcgAt10(rank)
  }
  const evaluation = evaluateOrders(dataset, {
    from,
    seed,
    bind(demand) {
      rivalModel = rival?.bind(demand)
      return query.candidate(demand)
    },
    onOrder(ranked) {
      const { occasion, ranks } = ranked
      addExposure(ranked, exposure)
      const ndcgOf = (ranker: Ranker) => ndcgAt10(ranks[ranker])
      outcomes.push({
        user: occasion.user,
        group: groupOf(occasion.query.history),
        model: ndcgOf('model'),
        baseline: {
          random: ndcgOf('random'),
          popularity: ndcgOf('popularity'),
          'decayed-frequency': ndcgOf('decayed-frequency'),
        },
        rival: compare(ranked),
      })
    },
    ...(onProgress && { onProgress }),
  })
  const estimate = (of: (outcome: Outcome) => number, among = outcomes): Estimate =>
    bootstrapMean(
      among.map(of),
      among.map(({ user }) => user),
      seed,
    )
  const compared = outcomes.filter((outcome) => outcome.rival !== null)
  return {
    evaluation,
    gains: {
      random: estimate(({ model, baseline }) => model - baseline.random),
      popularity: estimate(({ model, baseline }) => model - baseline.popularity),
      'decayed-frequency': estimate(({ model, baseline }) => model - baseline['decayed-frequency']),
    },
    inService: rival && {
      version: rival.version,
      how: rival.how,
      words: rival.words,
      orders: compared.length,
      candidateNdcg: estimate(({ model }) => model, compared),
      inServiceNdcg: estimate((outcome) => outcome.rival!, compared),
      gain: estimate((outcome) => outcome.model - outcome.rival!, compared),
    },
    groups: userGroups.map((group) => {
      const among = outcomes.filter((outcome) => outcome.group === group)
      const against = compared.filter((outcome) => outcome.group === group)
      return {
        group,
        orders: among.length,
        ndcg: estimate(({ model }) => model, among),
        gainOverDecayedFrequency: estimate(
          ({ model, baseline }) => model - baseline['decayed-frequency'],
          among,
        ),
        gainOverInService:
          against.length > 0 ? estimate((outcome) => outcome.model - outcome.rival!, against) : null,
      }
    }),
    exposure: reportExposure(dataset, from, exposure),
    exposureChange:
      compared.length > 0
        ? exposureChange(dataset, from, compared.length, shown.candidate, shown.rival)
        : null,
  }
}

function groupOf(history: RankedOrder['occasion']['query']['history']): UserGroup {
  let orders = 0
  for (let n = 0; n < history.length; n++) if (history.type[n] === orderType) orders++
  return userGroupOf(orders)
}

/** Ranks by the rival's probability, ties by index, as the candidate is ranked; the probabilities are valid until the next call. */
function createRivalRanker({ catalogue: { size } }: Dataset) {
  const scores = { probability: new Float64Array(size), spend: new Float64Array(size) }
  return (rival: RelevanceModel, { occasion, eligible, count, km }: RankedOrder) => {
    const { probability } = scores
    rival.begin(occasion.query).score(eligible, km, count, 'full', scores)
    const place = eligible.subarray(0, count).indexOf(occasion.chosen)
    if (place < 0) return { rank: Number.POSITIVE_INFINITY, probability }
    const own = scores.probability[place]!
    let ahead = 0
    for (let j = 0; j < count; j++) {
      if (scores.probability[j]! > own || (scores.probability[j] === own && j < place)) ahead++
    }
    return { rank: ahead, probability }
  }
}
