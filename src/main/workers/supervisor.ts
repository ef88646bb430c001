import type { FromPrimary, FromWorker } from './messages.ts'

/** One process, as the supervisor sees it. */
export interface WorkerProcess {
  send(message: FromPrimary): void
  /** Ends it where it stands. */
  kill(): void
}

export interface WorkerEvents {
  onMessage(message: FromWorker): void
  /** It is gone, for whatever reason. */
  onExit(how: string): void
}

export interface SupervisorOptions {
  /** Processes that are to answer. */
  readonly wanted: number
  readonly fork: (events: WorkerEvents) => WorkerProcess
  /** What the first worker is doing until it is ready. */
  readonly onStep: (step: Extract<FromWorker, { kind: 'step' }>) => void
  /** The first one is ready; the others follow. */
  readonly onReady: (ready: Extract<FromWorker, { kind: 'ready' }>) => void
  /** The first start came to nothing; `message` null: it has told why itself. */
  readonly onFailed: (message: string | null) => void
  /** One is gone and is replaced after so long, ms. */
  readonly onReplaced: (slot: number, how: string, inMs: number) => void
  /** Told about once a second by each; one that misses this many in a row is taken for stuck and replaced. */
  readonly mostMissedBeats?: number
  readonly clockMs: () => number
}

export interface Supervisor {
  /** Tells all to finish what is under way; resolves when none is left. */
  stop(drains: boolean): Promise<void>
  /** Ends all where they stand. */
  kill(): void
  serving(): number
  close(): void
}

interface Slot {
  readonly number: number
  process: WorkerProcess | undefined
  state: 'starting' | 'serving' | 'leaving' | 'gone'
  startedMs: number
  /** ends in a row that came soon after the start */
  failures: number
  missed: number
  restart: NodeJS.Timeout | undefined
}

/** Who lived for so long did not fail at once. */
const soundMs = 60_000
const firstDelayMs = 100
const mostDelayMs = 10_000
const beatMs = 1000
/** A process that does not say its metrics within this time is left out of the answer. */
const renderMs = 2000

/** Doubles with each end in a row, so that what cannot start does not keep a core busy; bounded, so that it is tried for ever. */
export const restartDelayMs = (failures: number): number =>
  Math.min(mostDelayMs, firstDelayMs * 2 ** Math.min(20, failures))

/**
 * Keeps `wanted` processes at work. The first one starts alone, since it does what a first start does and all of the machine helps it;
 * then the others. Whoever ends unasked is replaced, and takes connections again once it is ready. It also carries what one process has to
 * tell the others: metrics, and how often each key was used.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { wanted, clockMs, mostMissedBeats = 30 } = options
  const slots = Array.from(
    { length: wanted },
    (_, n): Slot => ({
      number: n + 1,
      process: undefined,
      state: 'gone',
      startedMs: 0,
      failures: 0,
      missed: 0,
      restart: undefined,
    }),
  )
  let hasServed = false
  let stopping: boolean | undefined
  let onAllGone = () => {}
  const renders = new Map<number, { texts: (string | null)[]; open: number; done: () => void }>()
  let renderId = 0

  const others = (slot: Slot) => slots.filter((each) => each !== slot && each.state === 'serving')
  const serving = () => slots.filter(({ state }) => state === 'serving').length
  const tellServing = () => {
    for (const { process } of slots) process?.send({ kind: 'serving', serving: serving() })
  }

  const start = (slot: Slot) => {
    slot.restart = undefined
    slot.state = 'starting'
    slot.startedMs = clockMs()
    slot.missed = 0
    const process = options.fork({
      onMessage(message) {
        if (slot.process === process) receive(slot, message)
      },
      onExit(how) {
        if (slot.process === process) ended(slot, how)
      },
    })
    slot.process = process
  }

  const ended = (slot: Slot, how: string) => {
    slot.process = undefined
    slot.state = 'gone'
    if (stopping !== undefined) {
      if (slots.every(({ process }) => !process)) onAllGone()
      return
    }
    if (!hasServed) {
      options.onFailed(null)
      return
    }
    slot.failures = clockMs() - slot.startedMs >= soundMs ? 0 : slot.failures + 1
    const delayMs = restartDelayMs(slot.failures)
    slot.restart = setTimeout(() => start(slot), delayMs)
    options.onReplaced(slot.number, how, delayMs)
    tellServing()
  }

  const ready = (slot: Slot, message: Extract<FromWorker, { kind: 'ready' }>) => {
    slot.state = 'serving'
    tellServing()
    if (hasServed) return
    hasServed = true
    options.onReady(message)
    for (const each of slots) if (each !== slot && stopping === undefined) start(each)
  }

  /** Collects what all say, and gives it to the one who asked. */
  const render = (asker: Slot, id: number) => {
    const asked = slots.filter(({ process, state }) => process && state !== 'starting')
    const number = ++renderId
    const texts: (string | null)[] = slots.map(() => null)
    const done = () => {
      if (!renders.delete(number)) return
      clearTimeout(limit)
      asker.process?.send({ kind: 'rendered', id, texts: texts.filter((text) => text !== null) })
    }
    const limit = setTimeout(done, renderMs)
    renders.set(number, { texts, open: asked.length, done })
    if (asked.length === 0) done()
    for (const { process } of asked) process?.send({ kind: 'render', id: number })
  }

  const receive = (slot: Slot, message: FromWorker) => {
    slot.missed = 0
    switch (message.kind) {
      case 'hello':
        slot.process?.send({
          kind: 'begin',
          slot: slot.number,
          listensAtOnce: others(slot).length === 0,
          wanted,
        })
        if (stopping !== undefined) slot.process?.send({ kind: 'stop', drains: stopping })
        return
      case 'step':
        if (!hasServed) options.onStep(message)
        return
      case 'ready':
        ready(slot, message)
        return
      case 'failed':
        // Nothing has served yet: whoever started this can mend it. Later it is tried again, as after any other end.
        if (!hasServed) options.onFailed(message.message)
        return
      case 'leaving':
        slot.state = 'leaving'
        if (stopping === undefined) tellServing()
        return
      case 'beat':
        return
      case 'ask-metrics':
        render(slot, message.id)
        return
      case 'metrics': {
        const asked = renders.get(message.id)
        if (!asked) return
        asked.texts[slot.number - 1] = message.text
        if (--asked.open === 0) asked.done()
        return
      }
      case 'hits':
        for (const { process } of others(slot)) process?.send(message)
        return
      default:
        message satisfies never
    }
  }

  const beat = setInterval(() => {
    for (const slot of slots) {
      // Counted here, not timed: a machine that slept was nobody's fault.
      if (slot.process && ++slot.missed > mostMissedBeats) slot.process.kill()
    }
  }, beatMs)
  beat.unref()
  start(slots[0]!)

  return {
    serving,
    async stop(drains) {
      stopping = drains
      for (const slot of slots) {
        clearTimeout(slot.restart)
        slot.process?.send({ kind: 'stop', drains })
      }
      if (slots.every(({ process }) => !process)) return
      await new Promise<void>((resolve) => {
        onAllGone = resolve
      })
    },
    kill() {
      for (const { process } of slots) process?.kill()
    },
    close() {
      clearInterval(beat)
      for (const { restart } of slots) clearTimeout(restart)
      for (const { done } of renders.values()) done()
    },
  }
}
