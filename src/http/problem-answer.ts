import type { ErrorRequestHandler, Response } from 'express'
import { type FieldError, type Problem, type ProblemCode, problems } from '../problem/problems.ts'
import { exchangeOf } from './exchange.ts'
import { toProblem } from './to-problem.ts'

/** RFC 9457, with our two additions `code` and `errors`. */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly code: ProblemCode
  readonly instance: string
  readonly errors?: readonly FieldError[]
}

/** @param requestId becomes `instance`: what to quote when asking us about it */
export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  return {
    type: `/docs/problems#${problem.code}`,
    title: problems[problem.code].title,
    status: problem.status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    code: problem.code,
    instance: requestId,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  }
}

export function sendProblem(response: Response, problem: Problem): void {
  const exchange = exchangeOf(response)
  exchange.problem = problem.code
  if (problem.retryAfterSeconds !== undefined) {
    response.setHeader('Retry-After', String(Math.ceil(problem.retryAfterSeconds)))
  }
  if (problem.code === 'unauthenticated') response.setHeader('WWW-Authenticate', 'ApiKey header="X-API-Key"')
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemDocument(problem, exchange.id)))
}

/** The last middleware: whatever went wrong becomes a problem; what only we may know stays in the log. */
export const answerProblem: ErrorRequestHandler = (error, _request, response, _next) => {
  const problem = toProblem(error)
  const exchange = exchangeOf(response)
  if (problem.status >= 500) exchange.cause = problem.cause ?? error
  if (response.headersSent) {
    exchange.problem = problem.code
    response.destroy()
    return
  }
  sendProblem(response, problem)
}
