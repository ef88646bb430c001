import type { TrainingRunSummary } from '../../../client/index.ts'
import { Link } from '../../router/link.tsx'
import { formatAgo, formatInstant } from '../../text/format.ts'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useNow } from '../../ui/use-now.ts'
import { durationInWords, statusKinds, triggerInWords } from './run-words.ts'

/** How each training run went, and why one did not lead to a model that is served. */
export function RunsTable({ runs }: { runs: readonly TrainingRunSummary[] }) {
  const nowMs = useNow()
  if (runs.length === 0) return <Empty title="Nothing was trained yet">Start a training run.</Empty>
  return (
    <Table
      caption="Training runs, the newest first"
      rows={runs}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'run',
          head: 'Run',
          cell: ({ id }) => <Link to="models" query={{ run: id }}>{`Run ${id}`}</Link>,
        },
        {
          key: 'status',
          head: 'State',
          cell: ({ status }) => <Tag kind={statusKinds[status]}>{status}</Tag>,
        },
        {
          key: 'when',
          head: 'When',
          cell: ({ startedAt }) => (
            <time dateTime={startedAt}>
              {formatInstant(startedAt)} <span className="soft small">{formatAgo(startedAt, nowMs)}</span>
            </time>
          ),
        },
        {
          key: 'took',
          head: 'Took',
          kind: 'number',
          cell: ({ startedAt, finishedAt }) => durationInWords(startedAt, finishedAt, Date.now()),
        },
        {
          key: 'who',
          head: 'Who and why',
          cell: ({ trigger, actor, reason }) => (
            <>
              {triggerInWords(trigger)}, <code>{actor}</code>
              {reason && <div className="small soft">{reason}</div>}
            </>
          ),
        },
        {
          key: 'outcome',
          head: 'What came of it',
          cell: ({ modelVersion, error, cancelledBy }) => (
            <>
              {modelVersion && (
                <Link to="models" query={{ version: modelVersion }}>
                  {modelVersion}
                </Link>
              )}
              {error && <div className="small models-why">{error}</div>}
              {cancelledBy && <div className="small">cancelled by {cancelledBy}</div>}
              {!modelVersion && !error && !cancelledBy && <span className="soft">–</span>}
            </>
          ),
        },
      ]}
    />
  )
}
