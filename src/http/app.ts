import type { RequestListener } from 'node:http'
import express, { type Express } from 'express'
import { bindRoute } from './bind-route.ts'
import type { AppDeps } from './deps.ts'
import { gate } from './gate.ts'
import { limitPerKey } from './limits.ts'
import { answerProblem } from './problem-answer.ts'
import { requestId } from './request-id.ts'
import { requestLog } from './request-log.ts'
import { routes } from './routes/index.ts'
import { securityHeaders } from './security-headers.ts'
import { answerUnmatched } from './unmatched.ts'

/** The whole HTTP interface over what is handed in; it opens nothing and so has nothing to close. */
export function createApp(deps: AppDeps): RequestListener {
  const app = bareExpress()
  app.use(requestId, requestLog(deps), securityHeaders)
  const shared = { limitPerKey: limitPerKey(deps.limits.perKeyPerMinute, deps.hits) }
  for (const route of routes) app[route.method](route.path, ...bindRoute(route, deps, shared))
  app.use(answerUnmatched(routes), answerProblem)
  return gate(app, routes, deps)
}

/** Express with its guesses turned off. */
export function bareExpress(): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.enable('case sensitive routing')
  app.set('query parser', 'simple')
  return app
}
