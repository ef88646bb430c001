import type { Catalogue } from '../../catalog/catalogue.ts'

/**
 * The union of what the sources proposed, each restaurant once. Scratch space as long as the catalogue, kept from request to
 * request: `clear` costs nothing, since a restaurant is in the pool when its stamp is the pool's.
 */
export interface Pool {
  readonly items: readonly number[]
  clear(): void
  /** Of several priorities of one item the smallest stays: the order of calls does not matter. `source` is 0 to 30. */
  add(item: number, priority: number, source: number): void
  priority(item: number): number
  /** Bit s is set when source s proposed the item. */
  sources(item: number): number
}

const pools = new WeakMap<Catalogue, Pool>()

/** The catalogue's pool; one ranking at a time uses it, and takes out what it needs before it returns. */
export function poolOf(catalogue: Catalogue): Pool {
  let pool = pools.get(catalogue)
  if (!pool) {
    pool = createPool(catalogue.size)
    pools.set(catalogue, pool)
  }
  return pool
}

export function createPool(size: number): Pool {
  const stamps = new Uint32Array(size)
  const priorities = new Float64Array(size)
  const sources = new Uint32Array(size)
  const items: number[] = []
  let stamp = 1
  return {
    items,
    clear() {
      items.length = 0
      stamp++
      if (stamp > 0xffffffff) {
        stamps.fill(0)
        stamp = 1
      }
    },
    add(item, priority, source) {
      if (stamps[item] !== stamp) {
        stamps[item] = stamp
        priorities[item] = priority
        sources[item] = 0
        items.push(item)
      }
      if (priority < priorities[item]!) priorities[item] = priority
      sources[item]! |= 1 << source
    },
    priority: (item) => priorities[item]!,
    sources: (item) => sources[item]!,
  }
}
