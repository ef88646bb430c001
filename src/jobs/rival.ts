import { type Dataset, orderType } from '../relevance/dataset.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import type { OrderParameters } from '../relevance/models/order/parameters.ts'
import { type OrderSettings, sameSettings } from '../relevance/order-settings.ts'
import type { Rival } from './evaluate-candidate.ts'
import type { InService } from './in-service.ts'
import type { InServiceComparison } from './train-report.ts'

/** Fewer orders that came after the model in service was trained say nothing about it. */
export const leastLaterOrders = 200

/**
 * What to hold the candidate against. A model in service that has learnt from the test orders would know the answers, so it is asked
 * about later ones only; with too few of these its settings, where they differ, learn anew on the candidate's own training part.
 * @returns null: there is nothing fair to hold it against
 */
export async function chooseRival(
  dataset: Dataset,
  from: number,
  settings: OrderSettings,
  inService: InService | null,
  refit: (settings: OrderSettings) => Promise<OrderParameters>,
): Promise<Rival | null> {
  if (!inService?.parameters) return null
  const { version, parameters } = inService
  const bindBy = (learnt: OrderParameters): Rival['bind'] => {
    return (demand) => createOrderModel(version, learnt, dataset.catalogue, demand)
  }
  const unseen = firstUnseen(dataset, from, inService)
  if (ordersFrom(dataset, unseen) >= leastLaterOrders) {
    const words = 'orders that neither had seen'
    return { version, how: 'later-orders', words, from: unseen, bind: bindBy(parameters) }
  }
  if (sameSettings(settings, inService.settings)) return null
  const words = 'its settings, learnt anew on the same earlier orders'
  return { version, how: 'refitted', words, from, bind: bindBy(await refit(inService.settings)) }
}

/** Why there was no comparison, in words; null: nothing is served. */
export function notCompared(
  inService: InService | null,
  dataset: Dataset,
  from: number,
): InServiceComparison | null {
  if (!inService) return null
  const { version, fault } = inService
  const none = { mean: Number.NaN, low: Number.NaN, high: Number.NaN }
  const empty = { version, orders: 0, candidateNdcg: none, inServiceNdcg: none, gain: none }
  if (fault !== null) {
    return {
      ...empty,
      how: 'unreadable',
      words: `${version} in service can't be read (${fault}), so it is no measure`,
    }
  }
  const later = ordersFrom(dataset, firstUnseen(dataset, from, inService))
  if (later === 0) {
    const words = `no order came since ${version} was trained, and the settings are the same: it is the same model again`
    return { ...empty, how: 'same-settings', words }
  }
  return {
    ...empty,
    how: 'same-settings',
    words: `${later} orders came since ${version} was trained, too few of ${leastLaterOrders} to tell the two apart; the settings are the same, only the data are newer`,
  }
}

/** The first row of the test part that the model in service has not learnt from. */
function firstUnseen(dataset: Dataset, from: number, { dataToMs }: InService): number {
  let row = from
  while (dataToMs !== null && row < dataset.length && dataset.atMs[row]! <= dataToMs) row++
  return row
}

function ordersFrom(dataset: Dataset, from: number): number {
  let orders = 0
  for (let row = from; row < dataset.length; row++) {
    if (dataset.type[row] === orderType && !dataset.users[dataset.user[row]!]!.optedOut) orders++
  }
  return orders
}
