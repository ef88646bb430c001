import type { Interaction } from '../../interactions/schema.ts'
import type { CsvRow } from '../csv-file.ts'
import { clockTime, numberOf, wholeId } from '../values.ts'

const dayMs = 86_400_000

/**
 * An order, and the rating that came with it when it has one (`<order id>:rating`; 0 and empty mean none). Times are the local
 * clock taken as UTC. A total of 0 is a promotion that paid for everything, so what the food is worth is unknown.
 * @returns a text: why the row cannot be used
 */
export function toInteractions(row: CsvRow): { interactions: Interaction[]; repairs: string[] } | string {
  const id = wholeId(row.cell('akeed_order_id'))
  const at = clockTime(row.cell('created_at'))
  if (id === '') return 'the order has no id'
  if (at === null) return 'created_at is no time'
  const repairs: string[] = []
  const act = { userId: row.cell('customer_id'), restaurantId: wholeId(row.cell('vendor_id')) }
  const amount = readAmount(row, repairs)
  const order: Interaction = { id, type: 'order', ...act, at, ...(amount === null ? {} : { amount }) }
  const rating = readRating(row, repairs)
  if (rating === null) return { interactions: [order], repairs }
  const rated: Interaction = { id: `${id}:rating`, type: 'rating', ...act, at: ratedAt(row, at), rating }
  return { interactions: [order, rated], repairs }
}

function readAmount(row: CsvRow, repairs: string[]): number | null {
  const text = row.cell('grand_total')
  if (text === '') return null
  const total = numberOf(text)
  if (total === 0) {
    repairs.push('total of 0 taken as an unknown amount')
    return null
  }
  if (total === null || total < 0 || total > 1e9) {
    repairs.push('impossible total taken as an unknown amount')
    return null
  }
  return total
}

function readRating(row: CsvRow, repairs: string[]): number | null {
  const rating = numberOf(row.cell('vendor_rating'))
  if (rating === null || rating === 0) return null
  if (rating > 0 && rating <= 5) return rating
  repairs.push('impossible rating left out')
  return null
}

/** Nobody rates food before it is there; without a sound delivery time, the order's own. */
function ratedAt(row: CsvRow, orderedAt: string): string {
  const delivered = clockTime(row.cell('delivered_time'))
  const wait = delivered === null ? -1 : Date.parse(delivered) - Date.parse(orderedAt)
  return delivered !== null && wait >= 0 && wait <= dayMs ? delivered : orderedAt
}
