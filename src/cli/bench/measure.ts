/** What a series of timings says. */
export interface Timings {
  readonly runs: number
  readonly medianMs: number
  readonly p99Ms: number
}

/** @param sorted ascending, not empty; nearest rank */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))]!
}

export function summarise(timesMs: readonly number[]): Timings {
  const sorted = Float64Array.from(timesMs).sort()
  return { runs: sorted.length, medianMs: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) }
}

/** Runs `work` for about `forMs`, after as many as `warmUps` that are not counted. */
export async function repeat(
  forMs: number,
  warmUps: number,
  work: (n: number) => unknown,
): Promise<number[]> {
  for (let n = 0; n < warmUps; n++) await work(n)
  const times: number[] = []
  const endMs = performance.now() + forMs
  for (let n = 0; performance.now() < endMs; n++) {
    const startMs = performance.now()
    await work(n)
    times.push(performance.now() - startMs)
  }
  return times
}
