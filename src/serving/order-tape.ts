import type { Catalogue } from '../catalog/catalogue.ts'

/** One order, as demand needs it. */
export interface TapedOrder {
  readonly restaurantId: string
  readonly atMs: number
  /** NaN: unknown */
  readonly amount: number
}

export interface OrderTape {
  add(order: TapedOrder): void
  readonly length: number
  /**
   * At most `most` orders from `position` on whose restaurant is in `catalogue`, as catalogue indices.
   * @param position 0 at first, then what the call before returned; orders may be added in between
   * @returns null: that was the last there is
   */
  replay(
    catalogue: Pick<Catalogue, 'indexOf'>,
    observe: (item: number, atMs: number, amount: number) => void,
    position?: number,
    most?: number,
  ): number | null
}

/**
 * The orders that live demand was counted from, kept as columns of 20 bytes an order, so that a changed catalogue needs no second
 * reading of the database. When `maxOrders` are there, the quarter that came first gives way.
 */
export function createOrderTape(maxOrders = 4_000_000): OrderTape {
  const restaurantIds: string[] = []
  const numbers = new Map<string, number>()
  let capacity = 1024
  let length = 0
  /** Orders that gave way. */
  let gone = 0
  let restaurant = new Int32Array(capacity)
  let atMs = new Float64Array(capacity)
  let amount = new Float64Array(capacity)

  const numberOf = (id: string): number => {
    const known = numbers.get(id)
    if (known !== undefined) return known
    numbers.set(id, restaurantIds.length)
    restaurantIds.push(id)
    return restaurantIds.length - 1
  }

  const grow = () => {
    if (length >= maxOrders) {
      const quarter = Math.ceil(length / 4)
      for (const column of [restaurant, atMs, amount]) column.copyWithin(0, quarter, length)
      length -= quarter
      gone += quarter
      return
    }
    capacity = Math.min(maxOrders, capacity * 2)
    restaurant = extended(restaurant, new Int32Array(capacity))
    atMs = extended(atMs, new Float64Array(capacity))
    amount = extended(amount, new Float64Array(capacity))
  }

  return {
    add(order) {
      if (length === capacity || length >= maxOrders) grow()
      restaurant[length] = numberOf(order.restaurantId)
      atMs[length] = order.atMs
      amount[length] = order.amount
      length++
    },
    get length() {
      return length
    },
    replay(catalogue, observe, position = 0, most = Number.POSITIVE_INFINITY) {
      const from = Math.max(0, position - gone)
      const to = Math.min(length, from + most)
      const items = new Map<number, number>()
      for (let i = from; i < to; i++) {
        const number = restaurant[i]!
        let item = items.get(number)
        if (item === undefined) {
          item = catalogue.indexOf.get(restaurantIds[number]!) ?? -1
          items.set(number, item)
        }
        if (item >= 0) observe(item, atMs[i]!, amount[i]!)
      }
      return to === length ? null : gone + to
    },
  }
}

function extended<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}
