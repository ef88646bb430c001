import type { IncomingMessage } from 'node:http'

/** What the header `Content-Type` says without its parameters, in lower case (RFC 9110, 8.3.1); empty: there is none. */
export function mediaTypeOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const header = headers['content-type'] ?? ''
  const end = header.indexOf(';')
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase()
}
