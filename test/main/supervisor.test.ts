import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mergeExpositions } from '../../src/main/workers/merge-expositions.ts'
import type { FromPrimary, FromWorker } from '../../src/main/workers/messages.ts'
import { createSupervisor, restartDelayMs, type WorkerEvents } from '../../src/main/workers/supervisor.ts'

interface Forked extends WorkerEvents {
  readonly heard: FromPrimary[]
  killed: boolean
}

function supervise(wanted = 2, mostMissedBeats = 3) {
  const forked: Forked[] = []
  const told = { ready: 0, failed: [] as (string | null)[], replaced: [] as [number, number][] }
  let nowMs = 0
  const supervisor = createSupervisor({
    wanted,
    mostMissedBeats,
    clockMs: () => nowMs,
    fork(events) {
      const process: Forked = { ...events, heard: [], killed: false }
      forked.push(process)
      return {
        send: (message) => void process.heard.push(message),
        kill() {
          process.killed = true
          process.onExit('SIGKILL')
        },
      }
    },
    onStep: () => {},
    onReady: () => told.ready++,
    onFailed: (message) => told.failed.push(message),
    onReplaced: (slot, _how, inMs) => told.replaced.push([slot, inMs]),
  })
  const say = (n: number, message: FromWorker) => forked[n]!.onMessage(message)
  const ready = (n: number) => {
    say(n, { kind: 'hello' })
    say(n, { kind: 'ready', url: 'http://localhost:1', firstKeys: null })
  }
  const pass = (ms: number) => {
    nowMs += ms
    vi.advanceTimersByTime(ms)
  }
  return { supervisor, forked, told, say, ready, pass }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first process starts alone and listens at once; the others follow, and take no connection before they are ready', () => {
  const { forked, ready, say, told, supervisor } = supervise(3)
  expect(forked).toHaveLength(1)
  ready(0)
  expect(forked[0]!.heard[0]).toMatchObject({ kind: 'begin', slot: 1, listensAtOnce: true, wanted: 3 })
  expect(forked).toHaveLength(3)
  say(1, { kind: 'hello' })
  expect(forked[1]!.heard.at(-1)).toMatchObject({ kind: 'begin', slot: 2, listensAtOnce: false })
  ready(2)
  expect(told.ready).toBe(1)
  expect(supervisor.serving()).toBe(2)
  expect(forked[0]!.heard.at(-1)).toEqual({ kind: 'serving', serving: 2 })
})

test('a first start that fails is not tried again', () => {
  const { forked, say, told, pass } = supervise()
  say(0, { kind: 'failed', message: 'Port 1 is in use' })
  forked[0]!.onExit('code 1')
  pass(60_000)
  expect(told.failed).toEqual(['Port 1 is in use', null])
  expect(forked).toHaveLength(1)
})

test('who ends is replaced under the same number, ever later when it ends at once, at once again when it lived', () => {
  const { forked, ready, told, pass } = supervise(2, 1000)
  ready(0)
  ready(1)
  for (let n = 0; n < 12; n++) {
    forked.at(-1)!.onExit('code 1')
    pass(told.replaced.at(-1)![1])
  }
  expect(told.replaced.every(([slot]) => slot === 2)).toBe(true)
  const delays = told.replaced.map(([, inMs]) => inMs)
  expect(delays).toEqual(delays.toSorted((a, b) => a - b))
  expect(delays.at(-1)).toBe(10_000)
  const latest = forked.at(-1)!
  pass(61_000)
  latest.onExit('code 1')
  expect(told.replaced.at(-1)).toEqual([2, restartDelayMs(0)])
})

test('a process that is stuck is ended and replaced; one that beats is not', () => {
  const { forked, ready, pass } = supervise()
  ready(0)
  ready(1)
  for (let second = 0; second < 5; second++) {
    forked[0]!.onMessage({ kind: 'beat' })
    pass(1000)
  }
  expect(forked.map(({ killed }) => killed)).toEqual([false, true, false])
})

test('metrics are collected from all, without waiting for one that is silent', () => {
  const { forked, ready, say, pass } = supervise()
  ready(0)
  ready(1)
  const answers = () => forked[0]!.heard.filter(({ kind }) => kind === 'rendered')
  say(0, { kind: 'ask-metrics', id: 7 })
  for (const n of [1, 0]) {
    const asked = forked[n]!.heard.at(-1)!
    if (asked.kind === 'render') say(n, { kind: 'metrics', id: asked.id, text: `of ${n}` })
  }
  expect(answers()).toEqual([{ kind: 'rendered', id: 7, texts: ['of 0', 'of 1'] }])
  say(0, { kind: 'ask-metrics', id: 8 })
  const asked = forked[0]!.heard.at(-1)!
  if (asked.kind === 'render') say(0, { kind: 'metrics', id: asked.id, text: 'alone' })
  pass(2000)
  expect(answers().at(-1)).toEqual({ kind: 'rendered', id: 8, texts: ['alone'] })
})

test('what a key sent is told to the others and not to who told it', () => {
  const { forked, ready, say } = supervise()
  ready(0)
  ready(1)
  say(0, { kind: 'hits', hits: [['key', 3]] })
  expect(forked[1]!.heard.at(-1)).toEqual({ kind: 'hits', hits: [['key', 3]] })
  expect(forked[0]!.heard.some(({ kind }) => kind === 'hits')).toBe(false)
})

test('stopping waits for all, and replaces nobody', async () => {
  const { supervisor, forked, ready, pass } = supervise()
  ready(0)
  ready(1)
  let stopped = false
  const stopping = supervisor.stop(true).then(() => {
    stopped = true
  })
  expect(forked.map(({ heard }) => heard.at(-1))).toEqual([
    { kind: 'stop', drains: true },
    { kind: 'stop', drains: true },
  ])
  forked[0]!.onExit('code 0')
  pass(20_000)
  await Promise.resolve()
  expect(stopped).toBe(false)
  forked[1]!.onExit('code 0')
  await stopping
  expect(forked).toHaveLength(2)
})

test('expositions are merged metric by metric, each under one head', () => {
  const of = (worker: number) =>
    `# HELP a first\n# TYPE a counter\na{worker="${worker}"} 1\n\n# HELP b${worker} own\n# TYPE b${worker} gauge\nb${worker}{worker="${worker}"} 2\n`
  expect(mergeExpositions([of(1), of(2)])).toBe(
    '# HELP a first\n# TYPE a counter\na{worker="1"} 1\na{worker="2"} 1\n\n# HELP b1 own\n# TYPE b1 gauge\nb1{worker="1"} 2\n\n# HELP b2 own\n# TYPE b2 gauge\nb2{worker="2"} 2\n',
  )
  expect(mergeExpositions([])).toBe('')
})
