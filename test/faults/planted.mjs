// Loaded into a service before everything else: faults that cannot be brought about from outside, planted when the test says so.
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import workerThreads from 'node:worker_threads'

let shiftMs = 0
let rejects = false
let endDrain = () => {}
process.on('message', (message) => {
  if (typeof message.shiftMs === 'number') shiftMs = message.shiftMs
  if (typeof message.rejects === 'boolean') rejects = message.rejects
  if (message.drained) endDrain()
  process.send({ done: true })
})
// The channel alone keeps no process alive.
process.channel?.unref()

const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs)
    else super(...given)
  }
  static now() {
    return RealDate.now() + shiftMs
  }
}

// However busy the machine is, a service that was told to stop answers on until the test has seen what it wants to see.
const { setTimeout: delay } = timers
timers.setTimeout = (ms, ...given) => {
  if (ms !== Number(process.env.SHUTDOWN_DRAIN_MS)) return delay(ms, ...given)
  const ended = new Promise((resolve) => {
    endDrain = resolve
  })
  return Promise.race([delay(ms, ...given), ended])
}

const rejection = `setTimeout(() => { Promise.reject(new Error('planted in the thread')) }, 50);`
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(url, options) {
    if (!rejects) super(url, options)
    else super(`${rejection} import(${JSON.stringify(String(url))})`, { ...options, eval: true })
  }
}
syncBuiltinESMExports()
