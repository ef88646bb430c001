import type { ReactNode } from 'react'
import { ConnectionError, ProblemError } from '../../client/index.ts'
import type { Query } from '../api/use-query.ts'
import { Button } from './button.tsx'
import { cx } from './class-names.ts'
import './states.css'

/** Nothing is there, and that is no fault; `children` say what would make something be there. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="state">
    <p className="state-title">{title}</p>
    {children && <div className="soft">{children}</div>}
  </div>
)

/** Lines in the shape of what is to come. */
export const Loading = ({ lines = 4, what = 'Loading' }: { lines?: number; what?: string }) => (
  <div className="loading" role="status">
    <span className="visually-hidden">{what}</span>
    {Array.from({ length: lines }, (_, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
      <span key={line} className="loading-line" aria-hidden="true" />
    ))}
  </div>
)

/** What went wrong, every faulty field by name, and the way on. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const fields = error instanceof ProblemError ? error.fields : []
  const isAway = error instanceof ConnectionError
  return (
    <div className="state state-bad" role="alert">
      <p className="state-title">{titleOf(error)}</p>
      {!isAway && <p>{error.message}</p>}
      {isAway && <p>This goes on by itself as soon as it answers again.</p>}
      {fields.length > 0 && (
        <ul className="state-fields">
          {fields.map(({ path, message }) => (
            <li key={path}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {onRetry && !isAway && <Button onClick={onRetry}>Try again</Button>}
    </div>
  )
}

const titleOf = (error: Error) => {
  if (error instanceof ProblemError) return error.problem.title
  return error instanceof ConnectionError
    ? 'The service does not answer'
    : 'Something went wrong on this page'
}

interface QueryViewProps<T> {
  readonly query: Query<T>
  /** what to show while nothing is there */
  readonly loading?: ReactNode
  readonly children: (data: T) => ReactNode
}

/** Shows a query's state: loading, failed, or its data, dimmed while a newer answer is under way. */
export function QueryView<T>({ query, loading, children }: QueryViewProps<T>) {
  const { data, error, isRefreshing, isStopped, reload } = query
  if (data === undefined) {
    if (isStopped) return null
    if (error) return <Failure error={error} onRetry={reload} />
    return loading ?? <Loading />
  }
  return (
    <div className={cx('query', isRefreshing && 'query-refreshing')} aria-busy={isRefreshing}>
      {error && <Failure error={error} onRetry={reload} />}
      {children(data)}
    </div>
  )
}
