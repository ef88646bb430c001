import pino, { type Logger } from 'pino'
import type { Config } from '../../config.ts'
import { logDestination, loggerOptions } from '../../monitoring/logger.ts'

/** The log of a service, on stdout: everything for machines, warnings where a person reads along. */
export function openLogger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  const level = logLevel ?? (process.stdout.isTTY ? 'warn' : 'info')
  const destination = pino.destination({ ...logDestination })
  process.once('exit', () => destination.flushSync())
  return pino(loggerOptions(level), destination)
}
