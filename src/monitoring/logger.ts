import type { LoggerOptions } from 'pino'
import { describeFault } from './describe-fault.ts'

/**
 * How the service logs: JSON lines, and of an error only what `describeFault` chooses. pino's own choice takes all that an error carries, and
 * PostgreSQL's errors carry the row.
 */
export const loggerOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  serializers: { err: describeFault },
})
