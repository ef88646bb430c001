/** The service can't start for a reason that the person who starts it can mend; the message says how, in a line. */
export class StartError extends Error {}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
