import type { Exchange } from './exchange.ts'
import { securityHeaders } from './security-headers.ts'

/** Headers of an answer by name; here no name twice. */
export type Headers = Readonly<Record<string, string>>

const always: readonly string[] = securityHeaders.flat()

/** Status and all headers in one go: set one by one, each would be checked and filed first. `headers` go before ours of the same name. */
export function writeHead({ response, head }: Exchange, status: number, headers: Headers): void {
  const own = Object.entries(headers)
  const ours =
    'Content-Security-Policy' in headers
      ? securityHeaders.filter(([name]) => !(name in headers)).flat()
      : always
  const lines = [...ours, ...head]
  for (const [name, value] of own) lines.push(name, value)
  response.writeHead(status, lines)
}

/** @param type with its charset */
export function sendText(
  exchange: Exchange,
  status: number,
  type: string,
  text: string,
  headers?: Headers,
): void {
  const told = { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(text)) }
  writeHead(exchange, status, headers ? { ...told, ...headers } : told)
  exchange.response.end(text)
}
