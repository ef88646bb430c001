import type { Queryable } from '../db/queryable.ts'
import { readSettled, settledMarginMs } from '../db/settled.ts'
import { type InteractionRow, interactionColumns, toStoredInteraction } from './interaction-row.ts'
import type { StoredInteraction } from './schema.ts'

/** How far the orders were read, in the order in which they were received. */
export interface OrderWatermark {
  readonly receivedAtMs: number
  /** '' stands before every id */
  readonly id: string
  /** Where a reader begins again once it has caught up: nothing received before this can still appear. */
  readonly settledMs: number
}

export interface OrderPage {
  readonly orders: StoredInteraction[]
  readonly watermark: OrderWatermark
  /** Those of the page that a later sweep meets again. */
  readonly recentIds: string[]
  /** True: ask again at once, the page was full. */
  readonly more: boolean
}

/**
 * Orders received after `watermark`, for live counts; null: from the beginning. Some come again (all that were received since
 * `watermark.receivedAtMs`), so the caller drops the ids it has seen; none is missed.
 *
 * `received_at` is the start of the transaction that wrote the row, and a long import commits minutes later. So the reader never
 * moves past the start of the oldest transaction that is still running, which it asks for *before* it reads.
 */
export async function ordersSince(
  database: Queryable,
  watermark: OrderWatermark | null,
  limit: number,
  marginMs = settledMarginMs,
): Promise<OrderPage> {
  const isNewSweep = !watermark || watermark.id === ''
  const settledMs = isNewSweep ? (await readSettled(database)) - marginMs : watermark.settledMs
  const { rows } = await database.query<InteractionRow & { receivedAtMs: number }>(after, [
    watermark?.receivedAtMs ?? null,
    watermark?.id ?? '',
    limit,
  ])
  const last = rows.at(-1)
  const more = rows.length === limit && last !== undefined
  return {
    orders: rows.map(toStoredInteraction),
    recentIds: rows.filter(({ receivedAtMs }) => receivedAtMs >= settledMs).map(({ id }) => id),
    more,
    watermark: more
      ? { receivedAtMs: last.receivedAtMs, id: last.id, settledMs }
      : { receivedAtMs: settledMs, id: '', settledMs },
  }
}

const after = `
  SELECT ${interactionColumns}, (extract(epoch FROM i.received_at) * 1000)::float8 AS "receivedAtMs"
  FROM interactions i
  WHERE i.type = 'order'
    AND ($1::float8 IS NULL OR (i.received_at, i.id) > (to_timestamp($1 / 1000)::timestamptz(3), $2::text))
  ORDER BY i.received_at, i.id LIMIT $3`
