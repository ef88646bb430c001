/**
 * Long work as a generator that stops every few milliseconds, so that a server can answer others in between; `T` is the result. Pure
 * code neither waits nor knows of an event loop: whoever runs the steps does.
 */
export type Steps<T> = Generator<undefined, T>

/** Runs all steps at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
