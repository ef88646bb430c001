/**
 * How often each restaurant of a catalogue is ordered from, lately: exponentially decayed counts. Live state, not a model: orders
 * are observed as they come, in any order of time, and late ones count by their own time.
 */
export interface Demand {
  /** Counts one order of catalogue index `item`. `amount` NaN: unknown. */
  observe(item: number, atMs: number, amount: number): void
  /** Decayed orders of `item` as of `atMs`; orders later than `atMs` are in it too (see `asOf`). */
  orders(item: number, atMs: number): number
  /** Sum of `orders` over all items. */
  total(atMs: number): number
  /** All-time orders of `item` and the mean of their known amounts (NaN when none is known). */
  count(item: number): number
  meanAmount(item: number): number
  /** Orders of `item` by local hour of the week (168 columns), row-major size × 168, decayed like `orders`. */
  readonly hourOfWeek: Float32Array
  /** Orders observed so far; who keeps a list sorted by demand knows from it when to sort again. */
  readonly revision: number
}
