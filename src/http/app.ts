import type { RequestListener } from 'node:http'
import { type BoundRoute, bindRoute } from './bind-route.ts'
import type { AppDeps } from './deps.ts'
import { beginExchange } from './exchange.ts'
import { createGate, type Guarded } from './gate.ts'
import { limitPerKey } from './limits.ts'
import { requestLog } from './request-log.ts'
import { routes } from './routes/index.ts'
import { createSearch } from './search.ts'

/** The whole HTTP interface over what is handed in; it opens nothing and so has nothing to close. */
export function createApp(deps: AppDeps): RequestListener {
  const limit = limitPerKey(deps.limits.perKeyPerMinute, deps.hits)
  const bound = routes.map((route) => bindRoute(route, deps, limit))
  const guarded = guardedRoutes(bound)
  const search = createSearch(bound)
  const enter = createGate(deps)
  const log = requestLog(deps)

  return (request, response) => {
    const found = guarded.get(`${request.method} ${pathOf(request.url ?? '')}`)
    const entry = found ? enter(request, response, found) : null
    if (found && !entry) return
    const exchange = beginExchange(request, response, entry)
    log(exchange)
    if (exchange.parts && deps.tracing) deps.tracing.inside(exchange.parts, () => search(exchange))
    else search(exchange)
  }
}

/** Routes under load, by name: their paths have no parameters, so that they are known before they are searched for. */
function guardedRoutes(bound: readonly BoundRoute[]): Map<string, Guarded> {
  const guarded = bound.flatMap(({ name, route: { load } }) => (load ? [{ name, load }] : []))
  return new Map(guarded.map((each) => [each.name, each]))
}

function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
