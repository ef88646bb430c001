import type { Problem } from './api.ts'

/** What the service answered instead: RFC 9457, with every faulty field named. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  readonly status: number
  readonly code: Problem['code']
  /** faulty fields; empty: it is not about fields */
  readonly fields: readonly { readonly path: string; readonly message: string }[]
  /** seconds after which trying again makes sense; null: nothing was said */
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(problem.detail ?? problem.title)
    this.problem = problem
    this.status = problem.status
    this.code = problem.code
    this.fields = problem.errors ?? []
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Nothing came back that is an answer of the service: it is away, or something stands between. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** @throws always: ProblemError for a problem document, ConnectionError for anything else */
export async function failWith(response: Response): Promise<never> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const body: unknown = await response.json().catch(() => null)
  if (isProblem(body)) throw new ProblemError(body, Number.isFinite(retryAfter) ? retryAfter : null)
  throw new ConnectionError(`The answer was ${response.status} ${response.statusText}, and none of ours.`)
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body && 'title' in body
}
