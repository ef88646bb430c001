/** What a series of timings says. */
export interface Timings {
  readonly runs: number
  readonly medianMs: number
  readonly p99Ms: number
}

/** The middle half of some measurements. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** @param sorted ascending, not empty; nearest rank */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))]!
}

export function summarise(timesMs: readonly number[]): Timings {
  const sorted = Float64Array.from(timesMs).sort()
  return { runs: sorted.length, medianMs: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) }
}

/** Median and quartiles. @param values not empty */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) }
}

/** `1.23 [1.10, 1.31]` */
export function spreadAsText({ median, low, high }: Spread, digits = 0): string {
  return `${median.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
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

/**
 * Measures each kind once in every round, in turns, so that what else the machine does falls on all of them; the order turns round from
 * round to round. A first round warms up and is not counted, where it can: what runs in a process of its own begins anew anyhow.
 * @returns by kind: one result a round, rounds in their order
 */
export async function inTurns<Kind, Result>(
  kinds: readonly Kind[],
  rounds: number,
  measure: (kind: Kind, round: number) => Result | Promise<Result>,
  { warmUp }: { readonly warmUp: boolean } = { warmUp: true },
): Promise<Result[][]> {
  const results: Result[][] = kinds.map(() => [])
  for (let round = warmUp ? -1 : 0; round < rounds; round++) {
    const order = [...kinds.keys()]
    if (round % 2 !== 0) order.reverse()
    for (const k of order) {
      const result = await measure(kinds[k]!, round)
      if (round >= 0) results[k]!.push(result)
    }
  }
  return results
}

/** Round by round, so that both sides of a ratio saw the same machine. */
export const ratios = (above: readonly number[], below: readonly number[]): number[] =>
  above.map((value, round) => value / below[round]!)
