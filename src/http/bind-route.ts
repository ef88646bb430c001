import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { FieldError } from '../problem/problems.ts'
import { authorise } from './auth.ts'
import type { AppDeps, HttpLimits } from './deps.ts'
import { exchangeOf } from './exchange.ts'
import { visitOf } from './gate.ts'
import { jsonBody } from './json-body.ts'
import { leavingOf } from './leaving.ts'
import { check, invalidRequest } from './parse.ts'
import type { Answer, Route, RouteInput } from './route.ts'
import { sendFile } from './send-file.ts'
import { sendParts } from './send-parts.ts'
import { boundedStream, streamType } from './stream-body.ts'

export interface SharedHandlers {
  readonly limitPerKey: RequestHandler
}

/** The chain of one route, in this order: who, may they, how often, the body, and at last parse → call → answer. */
export function bindRoute(route: Route, deps: AppDeps, shared: SharedHandlers): RequestHandler[] {
  const name = `${route.method.toUpperCase()} ${route.path}`
  return [
    (_request, response, next) => {
      exchangeOf(response).route = name
      next()
    },
    authorise(route.access, deps.keys),
    ...(route.access === 'public' ? [] : [shared.limitPerKey]),
    ...(route.body ? jsonBody(deps.limits) : []),
    ...(route.stream ? [streamType(route.stream)] : []),
    async (request, response) => {
      const input = readInput(route, request, response, deps.limits)
      await send(request, response, await route.handle(input, deps))
    },
  ]
}

const nothing = z.strictObject({})

/** @throws Problem invalid-request that names the faults of path, query and body together */
function readInput(route: Route, request: Request, response: Response, limits: HttpLimits): RouteInput {
  const { caller, id, startedMs, parts: spans } = exchangeOf(response)
  const parts = [
    check(route.params ?? nothing, request.params),
    check(route.query ?? nothing, request.query),
    route.body ? check(route.body, request.body) : { ok: true as const, value: undefined },
  ]
  const errors: FieldError[] = parts
    .flatMap((part) => (part.ok ? [] : part.errors))
    .map((error) => (error.path === '' ? { ...error, path: 'body' } : error))
  const unread = parts.reduce((sum, part) => sum + (part.ok ? 0 : part.unread), 0)
  if (errors.length > 0) throw invalidRequest(errors, unread)
  const [params, query, body] = parts.map((part) => (part.ok ? part.value : undefined))
  const actor = caller ? `${caller.role}:${caller.id}` : 'public'
  const stream = boundedStream(request, response, limits)
  const visit = visitOf(response, startedMs, spans)
  // Ranking has its turns; what needs none has had its own when its body is read.
  if (route.load !== 'recommendation') visit.served()
  const leaving = () => leavingOf(response)
  return { params, query, body, stream, actor, caller, requestId: id, visit, leaving }
}

async function send(request: Request, response: Response, answer: Answer): Promise<void> {
  response.status(answer.status)
  exchangeOf(response).recommendationId = answer.recommendationId ?? null
  for (const [header, value] of Object.entries(answer.headers ?? {})) response.setHeader(header, value)
  switch (answer.kind) {
    case 'json':
      // Answers hang on the caller and the moment; nothing on the way may keep them.
      if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store')
      response.json(answer.body)
      return
    case 'text':
      response.type(answer.type).send(answer.text)
      return
    case 'file':
      sendFile(request, response, answer.path)
      return
    case 'parts':
      await sendParts(response, answer.type, answer.parts)
      return
    case 'empty':
      response.end()
      return
    default:
      answer satisfies never
  }
}
