import type { RequestHandler } from 'express'
import { Problem } from '../problem/problems.ts'
import type { AppDeps } from './deps.ts'
import { exchangeOf } from './exchange.ts'
import type { Access } from './route.ts'

/**
 * Lets in who holds a key of one of the route's roles. The key stands in `X-API-Key`; tools that can only send
 * `Authorization: Bearer …` (Prometheus) may do that.
 */
export function authorise(access: Access, keys: AppDeps['keys']): RequestHandler {
  if (access === 'public') return (_request, _response, next) => next()
  return async (request, response, next) => {
    const key = request.get('x-api-key') ?? bearer(request.get('authorization'))
    const caller = key === undefined ? null : await keys.verify(key)
    if (!caller) throw new Problem('unauthenticated')
    exchangeOf(response).caller = caller
    if (!access.includes(caller.role)) {
      throw new Problem('forbidden', {
        detail: `The key's role is ${caller.role}; this route is for ${access.join(', ')}.`,
      })
    }
    next()
  }
}

function bearer(header: string | undefined): string | undefined {
  return header?.match(/^bearer ([\x21-\x7e]+)$/i)?.[1]
}
