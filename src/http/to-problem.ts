import { isDatabaseAway } from '../db/database-away.ts'
import { Problem } from '../problem/problems.ts'

/** What body-parser calls its refusals. */
const bodyProblems: Record<string, (message: string) => Problem> = {
  // V8 says where it stumbled, with a few characters of the caller's own.
  'entity.parse.failed': (message) => new Problem('malformed-json', { detail: message.slice(0, 200) }),
  'entity.too.large': () => new Problem('body-too-large'),
  'encoding.unsupported': () =>
    new Problem('unsupported-media-type', {
      detail: 'The Content-Encoding is none of gzip, deflate and br.',
    }),
  'charset.unsupported': () => new Problem('unsupported-media-type', { detail: 'Send the body in UTF-8.' }),
  'request.aborted': () => new Problem('malformed-json', { detail: 'The body ended early.' }),
  'request.size.invalid': () =>
    new Problem('malformed-json', { detail: 'The body is not as long as Content-Length says.' }),
}

/** The problem that a caller reads for anything that was thrown, whatever threw it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', {
      detail: 'The database cannot be reached at the moment.',
      retryAfterSeconds: 1,
      cause: error,
    })
  }
  if (error instanceof URIError) {
    return new Problem('invalid-request', {
      errors: [{ path: 'path', message: 'has a % that no two hexadecimal digits of UTF-8 follow' }],
    })
  }
  const fault = httpFault(error)
  const known = fault.type === undefined ? undefined : bodyProblems[fault.type]
  if (known) return known(fault.message ?? '')
  // zlib's and raw-body's complaints about a body carry no type of their own.
  if (fault.status === 400) return new Problem('malformed-json', { detail: 'The body cannot be decoded.' })
  return new Problem('internal', { cause: error })
}

/** `type` and `status` of an error in the manner of http-errors. */
function httpFault(error: unknown): { type?: string; status?: number; message?: string } {
  if (!(error instanceof Error)) return {}
  return {
    message: error.message,
    ...('type' in error && typeof error.type === 'string' ? { type: error.type } : {}),
    ...('status' in error && typeof error.status === 'number' ? { status: error.status } : {}),
  }
}
