/**
 * Every problem that the API can answer with (RFC 9457): code → status and title. The title is what the public reads and never
 * changes with the occasion; what is special about one occasion goes into `detail`, what only we may know into `cause`.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not fit its schema' },
  'malformed-json': { status: 400, title: 'The body is not a valid JSON object' },
  'invalid-cursor': { status: 400, title: 'The cursor is not one of ours' },
  unauthenticated: { status: 401, title: 'A valid API key is needed in the X-API-Key header' },
  forbidden: { status: 403, title: 'This key may not do that' },
  'route-not-found': { status: 404, title: 'There is no such route' },
  'restaurant-not-found': { status: 404, title: 'There is no such restaurant' },
  'user-not-found': { status: 404, title: 'There is no such user' },
  'profile-not-found': { status: 404, title: 'There is no such profile' },
  'revision-not-found': { status: 404, title: 'The profile has no such revision' },
  'draft-not-found': { status: 404, title: 'The profile has no draft' },
  'recommendation-not-found': { status: 404, title: 'There is no such recommendation in the log' },
  'model-not-found': { status: 404, title: 'There is no such model version' },
  'training-run-not-found': { status: 404, title: 'There is no such training run' },
  'experiment-not-found': { status: 404, title: 'There is no such experiment' },
  'key-not-found': { status: 404, title: 'There is no such key in force' },
  'method-not-allowed': { status: 405, title: 'The route does not take this method' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The change collides with another one' },
  'draft-changed': {
    status: 409,
    title: 'The draft, or the live revision below it, changed since you read it',
  },
  'nothing-to-publish': { status: 409, title: 'What would be published equals the live revision' },
  'nothing-to-analyse': { status: 409, title: 'There is no past request to analyse' },
  'experiment-exists': { status: 409, title: 'There is an experiment of this key already' },
  'experiment-scope-taken': { status: 409, title: 'Another experiment takes these requests already' },
  'training-under-way': { status: 409, title: 'A training run is under way already' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has a type that this route does not read' },
  'headers-too-large': { status: 431, title: 'The request line and headers are too large' },
  'too-many-requests': { status: 429, title: 'This key sent too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  overloaded: { status: 503, title: 'There is more to do at the moment than can be answered in time' },
  'client-gone': { status: 503, title: 'The client left before the answer' },
  unavailable: { status: 503, title: 'The service cannot do this at the moment' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

/** One fault of the input: where it stands (`context.location.lat`, `interactions.3.amount`) and what would mend it. */
export interface FieldError {
  path: string
  message: string
}

export interface ProblemOptions {
  /** What happened this time, in words for the caller. */
  detail?: string
  errors?: readonly FieldError[]
  /** Seconds after which trying again makes sense; sent as Retry-After. */
  retryAfterSeconds?: number
  /** For our log alone. */
  cause?: unknown
}

/** Thrown by any layer; the HTTP shell turns it into `application/problem+json`, the command line into a line of text. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly detail: string | undefined
  readonly errors: readonly FieldError[]
  readonly retryAfterSeconds: number | undefined

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problems[code].title, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.status = problems[code].status
    this.detail = options.detail
    this.errors = options.errors ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
