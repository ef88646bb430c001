import type { Topic } from '../db/notifications.ts'

export interface ChangeQueue {
  /** Something of this topic changed; it will be loaded soon, once for however many changes. */
  changed(topic: Topic): void
  /** Loads without waiting for more changes; resolves when a load that began after this call has ended, well or not. */
  caughtUp(topic: Topic): Promise<void>
  /** Resolves when nothing is due or running any more. */
  settled(): Promise<void>
  /** Stops; resolves when what was running has ended. */
  close(): Promise<void>
}

export interface ChangeQueueOptions {
  readonly handlers: Readonly<Record<Topic, () => Promise<void>>>
  /** Changes within this time are taken together, ms. */
  readonly debounceMs?: number
  /** First wait after a failure, doubled with each further one up to `maxRetryMs`. */
  readonly retryMs?: number
  readonly maxRetryMs?: number
  readonly onDone?: (topic: Topic, error?: Error) => void
}

interface Lane {
  timer: NodeJS.Timeout | undefined
  running: Promise<void> | undefined
  again: boolean
  failures: number
  /** Those who wait for the end of the next run. */
  waiting: (() => void)[]
}

/**
 * One lane a topic: a change starts its handler after `debounceMs`; changes during a run start exactly one more run; a failed run
 * is tried again by itself. Memory is bounded: a lane holds at most one run and one more.
 */
export function createChangeQueue(options: ChangeQueueOptions): ChangeQueue {
  const { handlers, debounceMs = 20, retryMs = 250, maxRetryMs = 5000 } = options
  const lanes = new Map<Topic, Lane>()
  let closed = false
  let waiting: (() => void)[] = []

  const laneOf = (topic: Topic): Lane => {
    const lane = lanes.get(topic) ?? {
      timer: undefined,
      running: undefined,
      again: false,
      failures: 0,
      waiting: [],
    }
    lanes.set(topic, lane)
    return lane
  }

  const schedule = (topic: Topic, lane: Lane, delayMs: number) => {
    if (closed || lane.timer) return
    lane.timer = setTimeout(() => {
      lane.timer = undefined
      lane.running = run(topic, lane)
    }, delayMs)
  }

  const run = async (topic: Topic, lane: Lane) => {
    const told = lane.waiting
    lane.waiting = []
    try {
      await handlers[topic]()
      lane.failures = 0
      options.onDone?.(topic)
    } catch (cause) {
      lane.failures++
      options.onDone?.(topic, cause instanceof Error ? cause : new Error(String(cause)))
    }
    lane.running = undefined
    for (const resolve of told) resolve()
    if (lane.waiting.length > 0) schedule(topic, lane, 0)
    else if (lane.failures > 0)
      schedule(topic, lane, Math.min(maxRetryMs, retryMs * 2 ** (lane.failures - 1)))
    else if (lane.again) schedule(topic, lane, debounceMs)
    lane.again = false
    if (isIdle()) {
      for (const resolve of waiting) resolve()
      waiting = []
    }
  }

  const isIdle = () =>
    [...lanes.values()].every((lane) => lane.timer === undefined && lane.running === undefined)

  return {
    changed(topic) {
      const lane = laneOf(topic)
      if (lane.running !== undefined) lane.again = true
      else schedule(topic, lane, debounceMs)
    },
    caughtUp(topic) {
      if (closed) return Promise.resolve()
      const lane = laneOf(topic)
      return new Promise((resolve) => {
        lane.waiting.push(resolve)
        if (lane.running !== undefined) return
        clearTimeout(lane.timer)
        lane.timer = undefined
        schedule(topic, lane, 0)
      })
    },
    settled: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async close() {
      closed = true
      for (const lane of lanes.values()) {
        clearTimeout(lane.timer)
        lane.timer = undefined
      }
      await Promise.all([...lanes.values()].map((lane) => lane.running))
      for (const resolve of [...waiting, ...[...lanes.values()].flatMap((lane) => lane.waiting)]) resolve()
    },
  }
}
