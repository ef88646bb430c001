import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Steps } from '../analysis/steps.ts'

/** Runs steps with a turn of the event loop between them. */
export async function breathe<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await nextTurn()
  }
}
