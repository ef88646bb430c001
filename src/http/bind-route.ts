import { z } from 'zod'
import type { FieldError } from '../problem/problems.ts'
import { authorise } from './auth.ts'
import type { AppDeps } from './deps.ts'
import type { Exchange } from './exchange.ts'
import { createJsonReader } from './json-body.ts'
import { leavingOf } from './leaving.ts'
import type { Limiter } from './limits.ts'
import { type Checked, check, invalidRequest } from './parse.ts'
import { answerProblem } from './problem-answer.ts'
import { visitOf } from './request-visit.ts'
import type { Route, RouteInput } from './route.ts'
import { send } from './send.ts'
import type { SendFile } from './send-file.ts'
import { boundedStream, checkStreamType } from './stream-body.ts'

/** What was found out about a request on the way to its route. */
export interface Found {
  readonly params: unknown
  readonly query: unknown
  readonly sendFile: SendFile
}

export interface BoundRoute {
  readonly route: Route
  /** `POST /v1/users/:id` */
  readonly name: string
  /** Answers, whatever happens; never rejects. */
  answer(exchange: Exchange, found: Found): Promise<void>
}

/** One route as a function, in this order: who, may they, how often, the body, and at last parse → call → answer. */
export function bindRoute(route: Route, deps: AppDeps, limit: Limiter): BoundRoute {
  const { access } = route
  const name = `${route.method.toUpperCase()} ${route.path}`
  const readJson = createJsonReader(deps.limits)
  return {
    route,
    name,
    async answer(exchange, found) {
      exchange.route = name
      try {
        if (access !== 'public') limit(exchange, (await authorise(exchange, access, deps.keys)).id)
        const body = route.body && (await readJson(exchange))
        if (route.stream) checkStreamType(exchange.request, route.stream)
        const input = readInput(route, exchange, found, body, deps)
        await send(exchange, await route.handle(input, deps), found.sendFile)
      } catch (error) {
        answerProblem(exchange, error)
      }
    },
  }
}

const nothing = z.strictObject({})
const none: Checked<unknown> = Object.freeze({ ok: true, value: undefined })

/** @throws Problem invalid-request that names the faults of path, query and body together */
function readInput(
  route: Route,
  exchange: Exchange,
  found: Found,
  given: unknown,
  { limits }: AppDeps,
): RouteInput {
  const params = route.params ? check(route.params, found.params) : none
  const query = check(route.query ?? nothing, found.query)
  const body = route.body ? check(route.body, given) : none
  if (!params.ok || !query.ok || !body.ok) throw faultsOf([params, query, body])
  const { caller, id, response } = exchange
  const visit = visitOf(exchange)
  // Ranking has its turns; what needs none has had its own when its body is read.
  if (route.load !== 'recommendation') visit.served()
  return {
    params: params.value,
    query: query.value,
    body: body.value,
    stream: boundedStream(exchange, limits),
    actor: caller ? `${caller.role}:${caller.id}` : 'public',
    caller,
    requestId: id,
    visit,
    leaving: () => leavingOf(response),
  }
}

function faultsOf(parts: readonly Checked<unknown>[]) {
  const errors: FieldError[] = parts
    .flatMap((part) => (part.ok ? [] : part.errors))
    .map((error) => (error.path === '' ? { ...error, path: 'body' } : error))
  const unread = parts.reduce((sum, part) => sum + (part.ok ? 0 : part.unread), 0)
  return invalidRequest(errors, unread)
}
