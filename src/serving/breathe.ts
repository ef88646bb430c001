import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Steps } from '../analysis/steps.ts'

/** Work that nobody may want any more: then it ends at its next breath, with the signal's reason. */
export interface Abandonable {
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs steps with a turn of the event loop between them.
 * @throws the signal's reason once it is aborted: nobody waits for the result any more
 */
export async function breathe<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await nextTurn()
    signal?.throwIfAborted()
  }
}
