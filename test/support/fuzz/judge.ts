import { departure } from '../openapi.ts'
import type { FuzzRequest } from './requests.ts'
import type { FuzzAnswer } from './send.ts'

/** What may only be in our log: where in the code it happened, and what the database said. */
const inside = /node_modules|\.ts:\d|file:\/\/|violates|syntax error at or near|relation "|TypeError|at async/

/** What is wrong with an answer, in words; null: nothing. */
export function faultOf(request: FuzzRequest, answer: FuzzAnswer): string | null {
  const { status, headers, text } = answer
  const contentType = headers['content-type']?.split(';')[0]
  const isJson = /[/+]json$/.test(contentType ?? '')
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : undefined
  if (status >= 500 && !mayBe5xx(request, body)) return `${status}: ${text}`
  if (headers['x-request-id'] === undefined) return `no X-Request-Id (${status})`
  if (!String(headers['content-security-policy']).startsWith("default-src 'none'"))
    return 'no policy of content'
  if (headers['x-content-type-options'] !== 'nosniff') return 'the type of content is left to guessing'
  if (headers['x-powered-by'] !== undefined) return 'says what it is made with'
  if (contentType === 'application/problem+json' && inside.test(text)) return `tells of the inside: ${text}`
  if (request.method === 'HEAD') return text === '' ? null : 'HEAD has a body'
  if (status === 304 || status === 206 || status === 416) return null
  return departure({ method: request.method, path: request.path, status, contentType, body })
}

/** 503 where it is documented and nothing is broken: too much to do, not ready, and a page that nobody built. */
function mayBe5xx(request: FuzzRequest, body: unknown): boolean {
  if (request.path.startsWith('/health/ready')) return true
  if (typeof body !== 'object' || body === null || !('code' in body)) return false
  return body.code === 'overloaded' || ('detail' in body && String(body.detail).includes('is not built'))
}
