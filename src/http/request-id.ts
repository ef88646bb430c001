import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { beginExchange } from './exchange.ts'

const acceptable = /^[A-Za-z0-9._-]{1,100}$/

/** The caller's own id; null: there is none that we would repeat. */
export const harmlessId = (given: string | readonly string[] | undefined): string | null =>
  typeof given === 'string' && acceptable.test(given) ? given : null

/** Takes the caller's `X-Request-Id` where it is harmless, makes one otherwise, and sends it back. */
export const requestId: RequestHandler = (request, response, next) => {
  const id = harmlessId(request.get('x-request-id')) ?? randomUUID()
  beginExchange(response, id)
  response.setHeader('X-Request-Id', id)
  next()
}
