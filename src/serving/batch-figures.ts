import { createDecayedQuantiles, type DecayedQuantiles } from '../numeric/decayed-quantiles.ts'

/** What batches of about one size cost. */
export interface BatchSize {
  /** items in a batch, both included */
  readonly fewest: number
  readonly most: number
  /** since the start */
  readonly batches: number
  readonly items: number
  /** of one batch, of late */
  readonly meanMs: number
  readonly p95Ms: number
  /** items of a mean batch over its mean time */
  readonly itemsPerSecond: number
}

/** Sizes against times of what goes together: what waiting for company costs and brings. Memory is constant. */
export interface BatchFigures {
  /** @param size items, at least 1 */
  add(size: number, ms: number): void
  /** Sizes that came up, the smallest first. */
  report(): readonly BatchSize[]
}

export interface BatchFiguresOptions {
  readonly clockMs: () => number
  /** After so long a time counts half. */
  readonly halfLifeMs: number
}

interface Group {
  batches: number
  items: number
  readonly times: DecayedQuantiles
}

/** 1, 2 to 3, 4 to 7, …: at most 53 of them. */
const groupOf = (size: number) => Math.floor(Math.log2(size))

export function createBatchFigures({ clockMs, halfLifeMs }: BatchFiguresOptions): BatchFigures {
  const groups: (Group | undefined)[] = []
  return {
    add(size, ms) {
      const at = groupOf(size)
      groups[at] ??= { batches: 0, items: 0, times: createDecayedQuantiles({ halfLifeMs, accuracy: 0.03 }) }
      const group = groups[at]
      group.batches++
      group.items += size
      group.times.add(ms, clockMs())
    },
    report: () =>
      groups.flatMap((group, at) => {
        if (!group) return []
        const { batches, items, times } = group
        const meanMs = times.mean()
        return [
          {
            fewest: 2 ** at,
            most: 2 ** (at + 1) - 1,
            batches,
            items,
            meanMs,
            p95Ms: times.quantile(0.95),
            // A clock that has not moved knows no speed.
            itemsPerSecond: meanMs > 0 ? (items / batches / meanMs) * 1000 : 0,
          },
        ]
      }),
  }
}
