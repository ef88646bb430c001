import type { RequestListener } from 'node:http'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { BoundRoute } from './bind-route.ts'
import type { Exchange } from './exchange.ts'
import { answerProblem } from './problem-answer.ts'
import { securityHeaders } from './security-headers.ts'
import { sendFile } from './send-file.ts'
import { answerUnmatched } from './unmatched.ts'

/** Answers exchanges whose route is found by the pattern of its path. */
export type Search = (exchange: Exchange) => void

/** Express looks for the route, takes the path and the query apart, and sends files; what a route does is the same for all. */
export function createSearch(bound: readonly BoundRoute[]): Search {
  const app = bareExpress()
  const exchanges = new WeakMap<object, Exchange>()
  /** @throws when the response did not come by way of `search`, which would be a fault in this file */
  const exchangeOf = (response: Response): Exchange => {
    const exchange = exchanges.get(response)
    if (!exchange) throw new Error('the exchange of this response has not begun')
    return exchange
  }

  // Express tries one route after the other, so those that are asked for most come first.
  for (const { route, answer } of bound.toSorted(byLoad)) {
    app[route.method](route.path, (request: Request, response: Response) => {
      const exchange = exchangeOf(response)
      const { params, query } = request
      return answer(exchange, { params, query, sendFile: fileSender(exchange, request, response) })
    })
  }
  const routes = bound.map(({ route }) => route)
  app.use((request: Request, response: Response) =>
    answerUnmatched(exchangeOf(response), routes, request.path),
  )
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    answerProblem(exchangeOf(response), error),
  )
  const listener: RequestListener = app
  return (exchange) => {
    exchanges.set(exchange.response, exchange)
    listener(exchange.request, exchange.response)
  }
}

const byLoad = (a: BoundRoute, b: BoundRoute) => Number(!a.route.load) - Number(!b.route.load)

/** Express writes the head of a file itself, so what heads have in common is set beforehand. */
function fileSender({ head }: Exchange, request: Request, response: Response) {
  return (path: string) => {
    for (const [name, value] of securityHeaders)
      if (!response.hasHeader(name)) response.setHeader(name, value)
    for (let n = 0; n < head.length; n += 2) response.setHeader(head[n]!, head[n + 1]!)
    sendFile(request, response, path)
  }
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
