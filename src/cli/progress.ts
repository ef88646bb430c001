import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  /** `done` of the total; a new total may be given when it becomes known. */
  update(done: number, total?: number): void
  stop(): void
}

/**
 * A bar on stderr when that is a terminal, nothing otherwise: stdout belongs to the result, and a log wants no bars.
 * @param total null: unknown; the bar then counts without an end.
 */
export function createProgress(label: string, total: number | null): Progress {
  if (!process.stderr.isTTY) return { update() {}, stop() {} }
  const format =
    total === null ? `${label} {value}` : `${label} {bar} {percentage}% | {value}/{total} | {eta_formatted}`
  const bar = new SingleBar(
    { format, stream: process.stderr, hideCursor: true, clearOnComplete: true, etaBuffer: 50 },
    Presets.shades_classic,
  )
  bar.start(total ?? 0, 0)
  return {
    update(done, newTotal) {
      if (newTotal !== undefined) bar.setTotal(newTotal)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}
