import { parentPort, workerData } from 'node:worker_threads'
import { type LoopCity, makeLoopCity } from './loop-city.ts'
import type { LoopMessage, LoopPiece } from './loop-threads.ts'
import { type LoopOptions, loopVariants } from './options.ts'
import { runLoop } from './run-loop.ts'

/** Lives through one variant after the other; keeps the city that it was last in. */
const options = workerData as LoopOptions
const variants = loopVariants(options)
let city: LoopCity | undefined

const say = (message: LoopMessage) => parentPort?.postMessage(message)

async function run({ seed, variant }: LoopPiece): Promise<void> {
  try {
    if (city?.seed !== seed) city = await makeLoopCity(options, seed)
    const rounds = await runLoop(city, variants[variant]!, () => say({ kind: 'round' }))
    say({ kind: 'done', rounds })
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

parentPort?.on('message', (piece: LoopPiece) => void run(piece))
