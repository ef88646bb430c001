import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import express from 'express'
import { Problem } from '../problem/problems.ts'
import type { HttpLimits } from './deps.ts'
import type { Exchange } from './exchange.ts'
import { mediaTypeOf } from './media-type.ts'

/**
 * The JSON body of a request; undefined without one: the schema then says that it is missing.
 * @throws Problem unsupported-media-type, request-timeout, and what the parser throws (`to-problem.ts`)
 */
export type JsonReader = (exchange: Exchange) => Promise<unknown>

/**
 * Reads strictly: the media type must say JSON, the bytes must be UTF-8 (a replacement character would change an id in silence), and
 * body and time are bounded.
 */
export function createJsonReader({
  bodyBytes,
  bodyMs,
}: Pick<HttpLimits, 'bodyBytes' | 'bodyMs'>): JsonReader {
  const parse = express.json({
    strict: true,
    limit: bodyBytes,
    type: () => true,
    verify: (_request, _response, bytes) => {
      if (!isUtf8(bytes)) throw new Problem('malformed-json', { detail: 'The body is not valid UTF-8.' })
    },
  })
  return async ({ request, response, head }) => {
    if (!hasBody(request)) return undefined
    if (mediaTypeOf(request) !== 'application/json') {
      throw new Problem('unsupported-media-type', {
        detail: 'Send the body as Content-Type: application/json.',
      })
    }
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        head.push('Connection', 'close')
        reject(new Problem('request-timeout', { detail: `The body took over ${bodyMs} ms to arrive.` }))
      }, bodyMs)
      parse(request, response, (error) => {
        clearTimeout(late)
        if (error) reject(error)
        else resolve()
      })
    })
    return 'body' in request ? request.body : undefined
  }
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
