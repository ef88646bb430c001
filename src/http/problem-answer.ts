import { type FieldError, type Problem, type ProblemCode, problems } from '../problem/problems.ts'
import type { Exchange } from './exchange.ts'
import { sendText } from './send-text.ts'
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

/** Whatever went wrong becomes a problem; what only we may know stays in the log. */
export function answerProblem(exchange: Exchange, error: unknown): void {
  const problem = toProblem(error)
  exchange.problem = problem.code
  if (problem.status >= 500) exchange.cause = problem.cause ?? error
  const { response, head, id } = exchange
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (problem.retryAfterSeconds !== undefined) {
    head.push('Retry-After', String(Math.ceil(problem.retryAfterSeconds)))
  }
  if (problem.code === 'unauthenticated') head.push('WWW-Authenticate', 'ApiKey header="X-API-Key"')
  const text = JSON.stringify(problemDocument(problem, id))
  sendText(exchange, problem.status, 'application/problem+json; charset=utf-8', text)
}
