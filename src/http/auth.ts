import type { Identity } from '../keys/key-store.ts'
import { Problem } from '../problem/problems.ts'
import type { AppDeps } from './deps.ts'
import type { Exchange } from './exchange.ts'
import type { Access } from './route.ts'

/**
 * Lets in who holds a key of one of the route's roles. The key stands in `X-API-Key`; tools that can only send
 * `Authorization: Bearer …` (Prometheus) may do that.
 * @throws Problem unauthenticated, forbidden
 */
export async function authorise(
  exchange: Exchange,
  access: Exclude<Access, 'public'>,
  keys: AppDeps['keys'],
): Promise<Identity> {
  const { headers } = exchange.request
  const given = headers['x-api-key']
  const key = typeof given === 'string' ? given : bearer(headers.authorization)
  const caller = key === undefined ? null : await keys.verify(key)
  if (!caller) throw new Problem('unauthenticated')
  exchange.caller = caller
  if (access.includes(caller.role)) return caller
  throw new Problem('forbidden', {
    detail: `The key's role is ${caller.role}; this route is for ${access.join(', ')}.`,
  })
}

function bearer(header: string | undefined): string | undefined {
  return header?.match(/^bearer ([\x21-\x7e]+)$/i)?.[1]
}
