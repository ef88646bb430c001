import { useProgress } from '../api/use-progress.ts'
import type { Query } from '../api/use-query.ts'
import { formatValue } from '../text/format.ts'
import { Button } from './button.tsx'
import { Progress } from './progress.tsx'
import './under-way.css'

interface Props {
  /** what is under way, in words */
  readonly label: string
  readonly query: Pick<
    Query<unknown>,
    'isLoading' | 'isRefreshing' | 'askedId' | 'isStopped' | 'reload' | 'stop'
  >
}

/** Long work that somebody waits for: how far it is, and the way to give it up, which frees the service too. */
export function UnderWay({ label, query }: Props) {
  const known = useProgress(query.askedId)
  if (query.isStopped) {
    return (
      <div className="row under-way" role="status">
        <span className="soft">Stopped before its end.</span>
        <Button onClick={query.reload}>Start again</Button>
      </div>
    )
  }
  if (!query.isLoading && !query.isRefreshing) return null
  return (
    <div className="under-way">
      <Progress label={label} {...stateOf(known)} />
      <Button kind="quiet" onClick={query.stop}>
        Cancel
      </Button>
    </div>
  )
}

function stateOf(known: ReturnType<typeof useProgress>): { share: number | null; detail?: string } {
  if (known?.state === 'waiting') return { share: null, detail: 'waits for another analysis to end' }
  if (!known?.progress) return { share: null }
  const { done, total } = known.progress
  if (done === total) return { share: null, detail: 'working out the intervals' }
  const counted = `${formatValue(done, 'count')} of ${formatValue(total, 'count')}`
  return { share: done / total, detail: counted }
}
