/** Lost a race and may simply run again: serialisation failure, deadlock, a referenced row that was deleted meanwhile. */
const raceCodes = new Set(['40001', '40P01', '23503'])
const attempts = 4

/** Runs `work` again when it only lost a race against another transaction; `work` must be a whole transaction. */
export async function retryRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isRace(error)) throw error
    }
  }
}

function isRace(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && raceCodes.has(error.code)
  )
}
