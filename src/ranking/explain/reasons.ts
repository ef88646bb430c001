import type { Fact, ScoringDepth, UserScorer } from '../../relevance/model.ts'
import { ordersOf } from '../own-orders.ts'
import type { RankedItem, RankingRequest, RankingWorld, Reason } from '../types.ts'
import { phrase } from './phrases.ts'

const mostReasons = 3
/** Said of places at most this far away when the model had too little to say. */
const nearKm = 2

/**
 * Why an item is on the list, at most three: the facts of the strongest terms that speak for it, then what its sources know. A
 * restaurant that a rule put forward says so.
 */
export function reasonsFor(
  world: RankingWorld,
  request: RankingRequest,
  ranked: RankedItem,
  model: { scorer: UserScorer; depth: ScoringDepth } | null,
): Reason[] {
  const reasons: Reason[] = []
  const said = new Set<string>()
  for (const fact of factsOf(world, request, ranked, model)) {
    if (reasons.length === mostReasons) break
    const text = phrase(fact, world.catalogue, request, ranked.item)
    if (text === null || said.has(fact.kind)) continue
    said.add(fact.kind)
    reasons.push({ text, fact })
  }
  if (!isFeatured(ranked)) return reasons.slice(0, mostReasons)
  return [...reasons.slice(0, mostReasons - 1), { text: 'Featured', fact: null }]
}

/** One by one, the most telling first: few are needed, and some have to be looked for. */
function* factsOf(
  world: RankingWorld,
  request: RankingRequest,
  ranked: RankedItem,
  model: { scorer: UserScorer; depth: ScoringDepth } | null,
): Generator<Fact> {
  const { item, distanceKm } = ranked
  const terms = model?.scorer.explain(item, distanceKm, model.depth) ?? []
  for (const { feature } of terms
    .filter(({ logOdds }) => logOdds > 0)
    .sort((a, b) => b.logOdds - a.logOdds)) {
    const fact = model?.scorer.factOf?.(item, distanceKm, feature)
    if (fact) yield fact
  }
  yield* sourceFacts(world, request, ranked)
}

/** What can be said without a model. */
function sourceFacts({ demand }: RankingWorld, request: RankingRequest, ranked: RankedItem): Fact[] {
  const { item, distanceKm, sources } = ranked
  const facts: Fact[] = []
  const own = ordersOf(request.history, request.atMs).get(item)
  if (own) facts.push({ kind: 'ordered-before', ...own })
  if (sources.includes('popular')) {
    facts.push({ kind: 'popular', ordersLately: demand.orders(item, request.atMs) })
  }
  if (sources.includes('new')) facts.push({ kind: 'new' })
  if (distanceKm <= nearKm) facts.push({ kind: 'near', distanceKm })
  return facts
}

/** Pinned, or lifted by a boost. */
function isFeatured({ adjustments }: RankedItem): boolean {
  return adjustments.some(
    ({ by, contribution }) => by.startsWith('pin:') || (by.startsWith('rule:') && contribution > 0),
  )
}
