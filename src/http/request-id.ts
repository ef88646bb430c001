import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { beginExchange } from './exchange.ts'

const acceptable = /^[A-Za-z0-9._-]{1,100}$/

/** Takes the caller's `X-Request-Id` where it is harmless, makes one otherwise, and sends it back. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id')
  const id = given !== undefined && acceptable.test(given) ? given : randomUUID()
  beginExchange(response, id)
  response.setHeader('X-Request-Id', id)
  next()
}
