import { contributionOf } from '../ranking/blend.ts'
import type { RankedItem } from '../ranking/types.ts'
import type { LoggedItems, Weighing } from './logged-schema.ts'

/**
 * What the places of a list were weighed by, in the order of their `values`: the same for all of them, so the log keeps it once. That
 * makes a row a third as long, and a row is the most that a request writes.
 */
export function weighingOf(items: readonly RankedItem[]): Weighing[] {
  return (items[0]?.objectives ?? []).map(({ key, unit, weight, scale }) => ({ key, unit, weight, scale }))
}

/** One place as the log keeps it; what is empty is left out. */
export function loggedItem(item: RankedItem, ids: readonly string[]) {
  const { adjustments } = item
  const rules = adjustments
    .map(({ by }) => by)
    .filter((by) => by.startsWith('rule:') || by.startsWith('pin:'))
  return {
    restaurantId: ids[item.item],
    score: item.score,
    propensity: item.propensity,
    probability: item.probability,
    spend: item.spend,
    distanceKm: Number.isFinite(item.distanceKm) ? item.distanceKm : null,
    sources: item.sources,
    values: item.objectives.map(({ value }) => value),
    adjustments: adjustments.length > 0 ? adjustments : undefined,
    rules: rules.length > 0 ? rules : undefined,
  }
}

/** The places as they were, contributions worked out as the ranking did, so bit for bit; `values` of a row are as long as its weighing. */
export function readItems(items: LoggedItems, weighing: readonly Weighing[]) {
  return items.map(({ values, objectives, ...item }) => ({
    ...item,
    objectives:
      objectives ??
      weighing.map((by, k) => {
        const value = values?.[k] ?? 0
        return { ...by, value, contribution: contributionOf(by.weight, by.scale, value) }
      }),
  }))
}
