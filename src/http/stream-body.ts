import type { RequestHandler } from 'express'
import { Problem } from '../problem/problems.ts'

/**
 * For a body that the handler reads as it comes: checks its type and its announced length. A body without an announced length is
 * counted by what reads it.
 */
export function streamBody(type: string, maxBytes: number): RequestHandler {
  return (request, response, next) => {
    if (!request.is(type)) {
      throw new Problem('unsupported-media-type', { detail: `Send the body as Content-Type: ${type}.` })
    }
    if ((request.get('content-encoding') ?? 'identity') !== 'identity') {
      throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' })
    }
    if (Number(request.get('content-length') ?? 0) > maxBytes) {
      // The rest of the body is not worth reading.
      response.setHeader('Connection', 'close')
      throw new Problem('body-too-large', { detail: `The body is larger than ${maxBytes} bytes.` })
    }
    next()
  }
}
