import type { IncomingMessage } from 'node:http'

export interface MediaType {
  /** in lower case; empty: none is given */
  readonly type: string
  /** in lower case; UTF-8 where none is given */
  readonly charset: string
}

const json: MediaType = { type: 'application/json', charset: 'utf-8' }

/** What the header `Content-Type` says (RFC 9110, 8.3.1); other parameters than the charset say nothing here. */
export function mediaTypeOf({ headers }: Pick<IncomingMessage, 'headers'>): MediaType {
  const header = headers['content-type'] ?? ''
  if (header === 'application/json') return json
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length)
  return { type, charset: charset?.replaceAll('"', '') ?? 'utf-8' }
}
