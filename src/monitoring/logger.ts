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

/**
 * Lines are written some ten at a time, a tenth of a second late at most: one system call a line costs as much as a tenth of a whole request.
 * No write is longer than a pipe takes at once (4 KiB), so lines of several processes never mix. A line of level `fatal` and an exit
 * write what is left; only who is killed (−9) loses it.
 */
export const logDestination = Object.freeze({
  dest: 1,
  // By the thread pool it would cost more than the write.
  sync: true,
  minLength: 3072,
  maxWrite: 4096,
  periodicFlush: 100,
})
