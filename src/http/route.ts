import type { z } from 'zod'
import type { Identity, Role } from '../keys/key-store.ts'
import type { ProblemCode } from '../problem/problems.ts'
import type { LoadClass } from '../serving/admission.ts'
import type { Visit } from '../serving/visit.ts'
import type { AppDeps } from './deps.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Who may call a route; there is no route without a decision. */
export type Access = 'public' | readonly [Role, ...Role[]]

/** What a handler gets, already checked against the route's schemas. */
export interface RouteInput<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The body as it comes in, bounded in size and patience, of a route that says `stream`. */
  readonly stream: AsyncIterable<Uint8Array>
  /** `<role>:<key id>` for the audit; `public` where no key is asked for. */
  readonly actor: string
  /** null where no key is asked for */
  readonly caller: Identity | null
  readonly requestId: string
  /** When the request came, and whether anybody still waits for its answer. */
  readonly visit: Visit
  /** A signal that is aborted when the client leaves: for work that is long enough to be given up. */
  readonly leaving: () => AbortSignal
}

/** What a handler answers: JSON, a text, a file, or nothing. */
export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Joins the log line of the request to the logged decision. */
  readonly recommendationId?: string
} & (
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  /** A text that is made while it is sent, so that neither its size nor its making keeps others waiting. */
  | { readonly kind: 'parts'; readonly type: string; readonly parts: AsyncIterable<string> }
  | { readonly kind: 'empty' }
)

/** One documented answer. `schema` describes JSON; other bodies give their media type. */
export interface AnswerDescription {
  readonly description: string
  readonly schema?: z.ZodType
  readonly type?: string
  /** media types that the caller may ask for instead */
  readonly otherTypes?: readonly string[]
  readonly example?: unknown
  /** answers of another form, by what was asked for */
  readonly otherExamples?: Readonly<Record<string, unknown>>
}

interface Described {
  readonly method: Method
  /** As Express writes it: `/v1/users/:id`. */
  readonly path: `/${string}`
  readonly access: Access
  readonly tag: string
  /** What it counts as where there is more to do than can be done in time; absent: never refused for that. */
  readonly load?: LoadClass
  readonly summary: string
  readonly description?: string
  readonly answers: Readonly<Record<number, AnswerDescription>>
  /** Problems of this route's own; those that every route has are added. */
  readonly problems?: readonly ProblemCode[]
  /** What the document says about the body where the handler checks its parts one by one. */
  readonly documentedBody?: z.ZodType
  readonly bodyExample?: unknown
  /** The media type of a body that the handler reads as a stream. */
  readonly stream?: string
}

interface RouteDefinition<Params, Query, Body> extends Described {
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  handle(input: RouteInput<Params, Query, Body>, deps: AppDeps): Promise<Answer> | Answer
}

/**
 * One route, declared once. Its handler's wiring, its authorisation, its place in the OpenAPI document and its row in the table of
 * routes and roles all come from this value.
 */
export type Route = RouteDefinition<unknown, unknown, unknown>

/** Gives the handler the types of the route's own schemas. */
export function defineRoute<Params, Query, Body>(route: RouteDefinition<Params, Query, Body>): Route {
  return route
}

export const ok = (body: unknown): Answer => ({ kind: 'json', status: 200, body })
export const created = (body: unknown, location: string): Answer => ({
  kind: 'json',
  status: 201,
  body,
  headers: { Location: location },
})
/** Begun, not done: `location` tells how it goes. */
export const accepted = (body: unknown, location: string): Answer => ({
  kind: 'json',
  status: 202,
  body,
  headers: { Location: location },
})
export const noContent: Answer = Object.freeze({ kind: 'empty', status: 204 })
