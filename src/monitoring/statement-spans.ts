import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import type { SpanTime } from './tracing.ts'

export interface StatementSpans {
  /** What `work` asks of PostgreSQL, in whatever it begins, is added to `parts`. */
  inside(parts: SpanTime[], work: () => void): void
  /** From now on the statements of this pool are told of, waiting for a connection included. */
  watch(pool: pg.Pool): void
}

/** Of one request; an import or an export sends any number. */
const mostStatements = 200
const mostTextLength = 1000

/** A span for each statement that a request sends. Texts have placeholders: what a caller sent is in none. */
export function createStatementSpans(): StatementSpans {
  const current = new AsyncLocalStorage<SpanTime[]>()
  const watched = new WeakSet<pg.PoolClient>()

  const timed = <Query extends pg.Pool['query'] | pg.PoolClient['query']>(query: Query): Query =>
    new Proxy(query, {
      apply(target, self, given: unknown[]) {
        const parts = current.getStore()
        const startMs = performance.now()
        const answer: unknown = Reflect.apply(target, self, given)
        // With a callback it is the pool's own way to a connection: that statement is told of already.
        if (!parts || !(answer instanceof Promise)) return answer
        const end = () => {
          if (parts.length < mostStatements) parts.push(spanOf(given[0], startMs, performance.now()))
        }
        answer.then(end, end)
        return answer
      },
    })

  return {
    inside: (parts, work) => current.run(parts, work),
    watch(pool) {
      pool.query = timed(pool.query)
      // When they are taken, since some may have been opened before.
      pool.on('acquire', (client) => {
        if (watched.has(client)) return
        watched.add(client)
        client.query = timed(client.query)
      })
    },
  }
}

/** By OpenTelemetry's semantic conventions for databases. */
function spanOf(statement: unknown, startMs: number, endMs: number): SpanTime {
  const text = textOf(statement).replace(/\s+/g, ' ').trim()
  const operation = /^\w+/.exec(text)?.[0].toUpperCase() ?? 'statement'
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': operation,
    'db.query.text': text.slice(0, mostTextLength),
  }
  return { name: operation, startMs, endMs, attributes }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  const isConfig = typeof statement === 'object' && statement !== null && 'text' in statement
  return isConfig && typeof statement.text === 'string' ? statement.text : ''
}
