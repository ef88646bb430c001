import type { BatchSize } from './batch-figures.ts'

/** Look-ups of some sizes against their times, asked for and not met with. */
export interface BatchMeasurement {
  /** when it began, ms since 1970 */
  readonly atMs: number
  /** distinct users that were looked up, over and over */
  readonly users: number
  /** False: somebody asked for a recommendation meanwhile, and went first. */
  readonly isComplete: boolean
  readonly sizes: readonly BatchSize[]
}

export interface MeasureOptions {
  /** One statement for these users. */
  readonly lookUp: (ids: readonly string[]) => Promise<unknown>
  /** more make larger batches; each is looked up many times */
  readonly ids: readonly string[]
  readonly clockMs: () => number
  readonly atMs: number
  /** False: there is something to answer, and this ends. */
  readonly isIdle: () => boolean
  /** of the whole, ms; kept but for the statement that is under way */
  readonly budgetMs: number
  readonly mostInBatch: number
  /** aborted: nobody waits for it any more */
  readonly signal?: AbortSignal | undefined
}

/** Each size has its turn so many times, so that a bad moment spoils no size alone. */
const passes = 3

/**
 * How long statements take that carry 1, 2, 4, … users, one after the other, all of which were looked up before: the figures are of a
 * warm database.
 * @throws the signal's reason
 */
export async function measureBatches(options: MeasureOptions): Promise<BatchMeasurement> {
  const { ids, clockMs, atMs, isIdle, budgetMs, mostInBatch, signal } = options
  const sizes = sizesUpTo(Math.min(ids.length, mostInBatch))
  const times = sizes.map((): number[] => [])
  const next = rotating(ids)
  const slotMs = budgetMs / (passes * sizes.length)
  let isComplete = true
  if (sizes.length > 0) await options.lookUp(next(sizes.at(-1)!))
  measuring: for (let pass = 0; pass < passes; pass++) {
    for (const [at, size] of sizes.entries()) {
      const untilMs = clockMs() + slotMs
      do {
        signal?.throwIfAborted()
        if (!isIdle()) {
          isComplete = false
          break measuring
        }
        const startMs = clockMs()
        await options.lookUp(next(size))
        times[at]!.push(clockMs() - startMs)
      } while (clockMs() < untilMs)
    }
  }
  return {
    atMs,
    users: ids.length,
    isComplete,
    sizes: sizes.flatMap((size, at) => (times[at]!.length > 0 ? [figuresOf(size, times[at]!)] : [])),
  }
}

function sizesUpTo(most: number): number[] {
  const sizes: number[] = []
  for (let size = 1; size <= most; size *= 2) sizes.push(size)
  return sizes
}

/** The next `size` ids, from the first again after the last. */
function rotating(ids: readonly string[]): (size: number) => string[] {
  let from = 0
  return (size) => {
    const taken = Array.from({ length: size }, (_, n) => ids[(from + n) % ids.length]!)
    from = (from + size) % ids.length
    return taken
  }
}

function figuresOf(size: number, times: readonly number[]): BatchSize {
  const sorted = [...times].sort((a, b) => a - b)
  const meanMs = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length
  return {
    fewest: size,
    most: size,
    batches: sorted.length,
    items: size * sorted.length,
    meanMs,
    p95Ms: sorted[Math.ceil(0.95 * sorted.length) - 1]!,
    // A clock that has not moved knows no speed.
    itemsPerSecond: meanMs > 0 ? (size / meanMs) * 1000 : 0,
  }
}
