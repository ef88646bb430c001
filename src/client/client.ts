import type { Operations } from './api.ts'
import { ConnectionError, failWith } from './problem.ts'

export type OperationName = keyof Operations
export type Input<Name extends OperationName> = Operations[Name]['input']
export type Answer<Name extends OperationName> = Operations[Name]['answer']

export interface ClientOptions {
  /** `https://recommendations.example`; left out: the host of the page */
  readonly baseUrl?: string
  /** the API key, or how to get it at the time of a call; null: none */
  readonly key?: string | (() => string | null)
  readonly fetch?: typeof globalThis.fetch
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /** an id of the caller's for this call, such as to ask how far an analysis is */
  readonly requestId?: string
}

/** An operation that takes nothing needs no second argument. */
type Rest<Name extends OperationName> =
  Record<string, never> extends Input<Name>
    ? [input?: Input<Name>, options?: CallOptions]
    : [input: Input<Name>, options?: CallOptions]

export interface Client {
  /**
   * Calls a route by its name, such as `'POST /v1/recommendations'`, with `params`, `query` and `body` as its schema has them.
   * @throws ProblemError what the service answered instead; ConnectionError when nothing of it came back; AbortError
   */
  call<Name extends OperationName>(name: Name, ...rest: Rest<Name>): Promise<Answer<Name>>
  /** The same for an answer that is no JSON: a report as CSV or NDJSON. @throws as `call` */
  text<Name extends OperationName>(name: Name, ...rest: Rest<Name>): Promise<string>
}

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** A client of the service's HTTP interface; its types are made from the OpenAPI document. */
export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl = '', key = null } = options
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis)

  async function send(
    name: string,
    input: AnyInput = {},
    { signal, requestId }: CallOptions = {},
  ): Promise<Response> {
    const [method = '', path = ''] = name.split(' ')
    const currentKey = typeof key === 'function' ? key() : key
    const headers = {
      ...(currentKey === null ? {} : { 'X-API-Key': currentKey }),
      ...(input.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
    }
    const request: RequestInit = {
      method,
      headers,
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(signal ? { signal } : {}),
    }
    const response = await fetch(baseUrl + pathOf(path, input), request).catch((cause: unknown) => {
      if (signal?.aborted) throw cause
      throw new ConnectionError('The service cannot be reached.', { cause })
    })
    return response.ok ? response : failWith(response)
  }

  return {
    async call(name, ...[input, callOptions]) {
      const response = await send(name, input, callOptions)
      const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
      const body: unknown =
        response.status === 204 ? undefined : isJson ? await response.json() : await response.text()
      // The service holds its answers against the same document that these types are made of.
      return body as never
    },
    async text(name, ...[input, callOptions]) {
      return (await send(name, input, callOptions)).text()
    },
  }
}

function pathOf(template: string, { params = {}, query = {} }: AnyInput): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  if (given.length === 0) return path
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
