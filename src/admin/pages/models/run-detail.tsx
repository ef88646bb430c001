import type { TrainingRun } from '../../../client/index.ts'
import { at, numberAt } from '../../api/read-unknown.ts'
import { useQuery } from '../../api/use-query.ts'
import { Link } from '../../router/link.tsx'
import { formatInstant, formatValue } from '../../text/format.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { QueryView } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import type { ModelsState, SetModels } from './models-state.ts'
import { ReportPanels } from './report-panels.tsx'
import { durationInWords, isUnderWay, statusKinds, triggerInWords } from './run-words.ts'
import { RunningPanel } from './running-panel.tsx'
import { StartTraining } from './start-training.tsx'

interface Props {
  readonly state: ModelsState
  readonly set: SetModels
}

const pollMs = 1000

/** One training run: how far it is, or what came of it and why. */
export function RunDetail({ state, set }: Props) {
  const run = useQuery(
    'GET /v1/admin/training-runs/{id}',
    { params: { id: state.run } },
    { pollMs: (loaded) => (isUnderWay(loaded) ? pollMs : null) },
  )
  const isOver = run.data !== undefined && !isUnderWay(run.data)
  return (
    <>
      <PageHead
        title={`Training run ${state.run}`}
        hint={
          <Link to="models" query={{ view: 'runs' }}>
            All training runs
          </Link>
        }
        actions={
          <>
            {isOver && <StartTraining isBusy={false} onStarted={({ id }) => set({ run: id }, 'push')} />}
            <CopyLink />
          </>
        }
      />
      <QueryView query={run}>
        {(loaded) => (
          <div className="stack">
            {isUnderWay(loaded) ? <RunningPanel run={loaded} isLinked={false} /> : <Outcome run={loaded} />}
            {loaded.report !== null && <ReportPanels report={loaded.report} />}
          </div>
        )}
      </QueryView>
    </>
  )
}

const outcomes: Readonly<Record<TrainingRun['status'], string>> = {
  queued: 'Waiting',
  running: 'Under way',
  succeeded: 'A new version was made',
  rejected: 'What was served goes on being served',
  failed: 'It failed; what was served goes on being served',
  cancelled: 'It was stopped; nothing of it is kept',
}

function Outcome({ run }: { run: TrainingRun }) {
  const { status, error, modelVersion, cancelledBy, startedAt, finishedAt, trigger, actor, reason } = run
  const search = numberAt(run.options, 'searchSeconds')
  return (
    <Panel title={outcomes[status]} actions={<Tag kind={statusKinds[status]}>{status}</Tag>}>
      <div className="stack-tight">
        {error && (
          <p>
            <strong>Why:</strong> {error}
          </p>
        )}
        {cancelledBy && (
          <p>
            Stopped by <code>{cancelledBy}</code>.
          </p>
        )}
        {modelVersion && (
          <p>
            Version{' '}
            <Link to="models" query={{ version: modelVersion }}>
              {modelVersion}
            </Link>
          </p>
        )}
        <p className="small soft">
          Started {formatInstant(startedAt)}, {triggerInWords(trigger)}, by <code>{actor}</code>
          {reason && <>: “{reason}”</>}. It took{' '}
          {durationInWords(startedAt, finishedAt, Date.parse(startedAt))}
          {search ? `, ${formatValue(search, 'seconds')} of them to search for settings` : ''}
          {at(run.options, 'force') === true ? ', by force' : ''}.
        </p>
      </div>
    </Panel>
  )
}
