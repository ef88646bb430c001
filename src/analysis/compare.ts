import { cuisinesOf } from '../catalog/cuisines-of.ts'
import { normaliseWeights, type WeightKey } from '../profiles/weights.ts'
import { rank } from '../ranking/pipeline.ts'
import type { RankedItem, Ranking, RankingRequest, RankingWorld } from '../ranking/types.ts'
import { type Agreement, agreementOf } from './agreement.ts'
import { createJudge } from './judge.ts'
import {
  type Contributions,
  contributionsOf,
  itemsOf,
  type NamedRestaurant,
  named,
  type PricedPlan,
} from './lists.ts'
import { runSteps, type Steps } from './steps.ts'
import { changeOf, type Totals, type TotalsChange, totalsOf } from './totals.ts'

/** One way to answer the request: a profile's settings, a model, a plan. */
export interface Side {
  /** what the caller called it: `sales`, `sales@3`, `draft:sales`, … */
  readonly name: string
  /** null: settings that were given inline */
  readonly profile: { readonly key: string; readonly revision: number } | null
  readonly modelVersion: string | null
  /** every side's world has the same catalogue */
  readonly world: RankingWorld
  readonly request: RankingRequest
  /** p95 predicted for the request's plan, ms */
  readonly predictedMs: number
}

export interface ComparedItem
  extends Pick<
    RankedItem,
    'rank' | 'score' | 'propensity' | 'probability' | 'spend' | 'sources' | 'adjustments'
  > {
  readonly restaurant: NamedRestaurant
  readonly cuisines: readonly string[]
  /** 1 to 4; null: unknown */
  readonly priceLevel: number | null
  /** null: unknown */
  readonly distanceKm: number | null
  readonly objectives: Contributions
  /** in plain words, the strongest first */
  readonly reasons: readonly string[]
}

export interface ComparedSide {
  readonly name: string
  readonly profile: Side['profile']
  readonly modelVersion: string | null
  readonly plan: PricedPlan
  readonly weights: Readonly<Record<WeightKey, number>>
  readonly guardrailShare: number
  /** eligible candidates that were scored */
  readonly scored: number
  /** what ranking took, without look-ups, ms; null: no clock was handed in */
  readonly rankMs: number | null
  readonly items: readonly ComparedItem[]
  /** judged by one model at full depth for all sides: that of the first that has one */
  readonly totals: Totals
  /** against the first side */
  readonly change: TotalsChange
}

export interface ComparedPair {
  readonly a: string
  readonly b: string
  readonly agreement: Agreement
}

export interface ComparisonReport {
  readonly k: number
  readonly sides: readonly ComparedSide[]
  readonly pairs: readonly ComparedPair[]
  /** every restaurant of any list with its place on each side, in the order of the sides; null: not there */
  readonly restaurants: readonly {
    readonly restaurant: NamedRestaurant
    readonly ranks: readonly (number | null)[]
  }[]
}

/** One side ranked and valued: what both the side-by-side view and a sample's figures are made of. */
export interface RankedSide {
  readonly side: Side
  readonly ranking: Ranking
  readonly items: readonly number[]
  readonly totals: Totals
  /** null: no clock was handed in */
  readonly rankMs: number | null
}

/**
 * Ranks every side. All lists are valued by one judge, the model of the first side that has one: a list must not win by believing
 * more of itself.
 */
export function* rankSides(sides: readonly Side[], clockMs?: () => number): Steps<RankedSide[]> {
  const judging = sides.find(({ world }) => world.model) ?? sides[0]
  if (!judging) return []
  const judge = createJudge(judging.world, judging.request)
  const ranked: RankedSide[] = []
  for (const side of sides) {
    const startMs = clockMs?.() ?? null
    const ranking = rank(side.world, side.request)
    const rankMs = startMs === null || !clockMs ? null : clockMs() - startMs
    const totals = totalsOf(side.world.catalogue, judge.value(ranking.items), side.predictedMs)
    ranked.push({ side, ranking, items: itemsOf(ranking), totals, rankMs })
    yield
  }
  return ranked
}

/** The same request on every side, side by side: lists with their contributions, pairwise agreement, totals. */
export const compare = (sides: readonly Side[], k: number): ComparisonReport =>
  runSteps(compareSteps(sides, k))

/** `compare` in steps of one ranking, or what is told of one, each. */
export function* compareSteps(
  sides: readonly Side[],
  k: number,
  clockMs?: () => number,
): Steps<ComparisonReport> {
  const ranked = yield* rankSides(sides, clockMs)
  const described: ComparedSide[] = []
  const pairs: ComparedPair[] = []
  for (const [index, a] of ranked.entries()) {
    described.push(describe(a, ranked[0]!))
    for (const b of ranked.slice(index + 1)) {
      pairs.push({ a: a.side.name, b: b.side.name, agreement: agreementOf(a.items, b.items, k) })
    }
    yield
  }
  return { k, sides: described, pairs, restaurants: sideBySide(ranked) }
}

function describe({ side, ranking, totals, rankMs }: RankedSide, first: RankedSide): ComparedSide {
  const { catalogue } = side.world
  return {
    name: side.name,
    profile: side.profile,
    modelVersion: side.modelVersion,
    plan: { ...side.request.plan, predictedMs: side.predictedMs },
    weights: normaliseWeights(side.request.profile.weights),
    guardrailShare: ranking.guardrailShare,
    scored: ranking.scored,
    rankMs,
    items: ranking.items.map(({ item, distanceKm, objectives, ...rest }, place) => ({
      ...rest,
      restaurant: named(catalogue, item),
      cuisines: cuisinesOf(catalogue, item),
      priceLevel: catalogue.priceLevel[item] || null,
      distanceKm: Number.isNaN(distanceKm) ? null : distanceKm,
      objectives: contributionsOf(objectives),
      reasons: ranking.reasons(place).map(({ text }) => text),
    })),
    totals,
    change: changeOf(first.totals, totals),
  }
}

/** By the best place that any side gives, ties by id. */
function sideBySide(ranked: readonly RankedSide[]): ComparisonReport['restaurants'] {
  const catalogue = ranked[0]?.side.world.catalogue
  if (!catalogue) return []
  const places = ranked.map(({ items }) => new Map(items.map((item, index) => [item, index + 1])))
  const best = (item: number) =>
    Math.min(...places.map((place) => place.get(item) ?? Number.POSITIVE_INFINITY))
  return [...new Set(ranked.flatMap(({ items }) => items))]
    .sort((a, b) => best(a) - best(b) || a - b)
    .map((item) => ({
      restaurant: named(catalogue, item),
      ranks: places.map((place) => place.get(item) ?? null),
    }))
}
