import { Problem } from '../problem/problems.ts'
import type { Exchange } from './exchange.ts'
import type { Route } from './route.ts'
import { writeHead } from './send-text.ts'

/** Says for a path without a handler whether it is unknown (404) or takes other methods (405, with Allow). @throws Problem */
export function answerUnmatched(exchange: Exchange, routes: readonly Route[], path: string): void {
  const allowed = allowedMethods(routes, path)
  if (allowed.length === 0) throw new Problem('route-not-found')
  exchange.head.push('Allow', allowed.join(', '))
  if (exchange.request.method !== 'OPTIONS') {
    throw new Problem('method-not-allowed', { detail: `This route takes ${allowed.join(', ')}.` })
  }
  writeHead(exchange, 204, {})
  exchange.response.end()
}

/** The methods that some route takes at this path, as an Allow header lists them; empty: the path is unknown. */
export function allowedMethods(routes: readonly Route[], path: string): string[] {
  const segments = segmentsOf(path)
  const methods = routes
    .filter((route) => matches(segmentsOf(route.path), segments))
    .map(({ method }) => method.toUpperCase())
  if (methods.length === 0) return []
  if (methods.includes('GET')) methods.push('HEAD')
  return [...new Set([...methods, 'OPTIONS'])].sort()
}

// A slash at the end makes no difference, as in Express.
const segmentsOf = (path: string) => path.replace(/\/$/, '').split('/')

const matches = (pattern: string[], path: string[]) =>
  pattern.length === path.length &&
  pattern.every((segment, index) => (segment.startsWith(':') ? path[index] !== '' : segment === path[index]))
