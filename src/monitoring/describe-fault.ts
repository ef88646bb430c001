export interface FaultForLog {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: FaultForLog
}

const maxMessageLength = 1000
const maxCauses = 4

/**
 * What the log keeps of an error: a fixed choice of fields. Errors of libraries carry more (rows, bodies, connection strings), which
 * must not get there.
 */
export function describeFault(fault: unknown, depth = 0): FaultForLog {
  if (!(fault instanceof Error))
    return { name: typeof fault, message: String(fault).slice(0, maxMessageLength) }
  return {
    name: fault.name,
    message: fault.message.slice(0, maxMessageLength),
    ...('code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {}),
    ...(fault.stack ? { stack: placesOf(fault.stack) } : {}),
    ...(fault.cause !== undefined && depth < maxCauses
      ? { cause: describeFault(fault.cause, depth + 1) }
      : {}),
  }
}

/** Where it happened; the lines of the message, which stands in front, are bounded elsewhere. */
const placesOf = (stack: string) =>
  stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, 20)
    .join('\n')
