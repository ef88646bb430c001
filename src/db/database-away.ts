/** PostgreSQL cannot take the statement at the moment: connection faults, shutting down, starting up, out of connections or disk, and timeouts. */
const states = /^(08|53|57P0[1-5]|57014|25006|40001|40P01|55P03|58)/
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
/** Prisma's own: cannot reach, timed out, closed the connection, no connection free. */
const prismaCodes = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1011', 'P1017', 'P2024', 'P2034'])
/** What pg says in words alone. */
const words =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|query read timeout|cannot use a pool after calling end|client was closed/i

/**
 * True when `error`, or what caused it, says that the database is away or overwhelmed, so that the same request may succeed later
 * and the fault is not in it.
 */
export function isDatabaseAway(error: unknown): boolean {
  let current = error
  // Causes can form a loop in principle; no honest chain is this long.
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : ''
    if (systemCodes.has(code) || prismaCodes.has(code)) return true
    if (code.length === 5 && states.test(code)) return true
    if (words.test(current.message)) return true
    if (current instanceof AggregateError && current.errors.some(isDatabaseAway)) return true
    current = current.cause
  }
  return false
}
