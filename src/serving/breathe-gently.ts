import { setTimeout as delay } from 'node:timers/promises'
import type { Steps } from '../numeric/steps.ts'

/** Steps are taken together until this time is over, ms: short ones cost no turn each. */
const sliceMs = 2
/** Rest for each ms of work. */
const rest = 2

/** Runs steps of work that nobody waits for beside requests that somebody does: a third of the time at most, in slices of a step or a few. */
export async function breatheGently<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const startMs = performance.now()
    let tookMs = 0
    while (tookMs < sliceMs) {
      const step = steps.next()
      if (step.done) return step.value
      tookMs = performance.now() - startMs
    }
    await delay(Math.min(50, rest * tookMs))
  }
}
