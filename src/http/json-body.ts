import { isUtf8 } from 'node:buffer'
import express, { type Request, type RequestHandler } from 'express'
import { Problem } from '../problem/problems.ts'
import type { HttpLimits } from './deps.ts'

/**
 * Reads a JSON body, strictly: the media type must say JSON, the bytes must be UTF-8 (a replacement character would change an id in
 * silence), and body and time are bounded.
 */
export function jsonBody(limits: HttpLimits): RequestHandler[] {
  const parse = express.json({
    strict: true,
    limit: limits.bodyBytes,
    type: () => true,
    verify: (_request, _response, bytes) => {
      if (!isUtf8(bytes)) throw new Problem('malformed-json', { detail: 'The body is not valid UTF-8.' })
    },
  })
  return [
    (request, _response, next) => {
      if (hasBody(request) && !request.is('application/json')) {
        throw new Problem('unsupported-media-type', {
          detail: 'Send the body as Content-Type: application/json.',
        })
      }
      next()
    },
    (request, response, next) => {
      // The schema then says that the body is missing.
      if (!hasBody(request)) {
        next()
        return
      }
      const late = setTimeout(() => {
        response.setHeader('Connection', 'close')
        finish(
          new Problem('request-timeout', { detail: `The body took over ${limits.bodyMs} ms to arrive.` }),
        )
      }, limits.bodyMs)
      let done = false
      const finish = (error?: unknown) => {
        if (done) return
        done = true
        clearTimeout(late)
        next(error)
      }
      request.once('close', () => clearTimeout(late))
      parse(request, response, finish)
    },
  ]
}

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
