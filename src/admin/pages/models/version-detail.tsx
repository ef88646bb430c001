import type { Model, ModelChannel } from '../../../client/index.ts'
import { intervalAt, numberAt } from '../../api/read-unknown.ts'
import { useQuery } from '../../api/use-query.ts'
import { Link } from '../../router/link.tsx'
import { formatInstant, formatValue } from '../../text/format.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Measure } from '../../ui/measure.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Loading, QueryView } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import { LearntPanel } from './learnt-panel.tsx'
import type { ModelsState, SetModels } from './models-state.ts'
import { Promote } from './promote.tsx'
import { QualityPanel } from './quality-panel.tsx'
import { ReliabilityPanel } from './reliability-panel.tsx'
import { ReportPanels } from './report-panels.tsx'

interface Props {
  readonly state: ModelsState
  readonly set: SetModels
}

/** Among how many runs the one is looked for that a version came from. */
const searchedRuns = 100

/** One version: how good it is and against what, why its gate let it through, and what it was made of. */
export function VersionDetail({ state, set }: Props) {
  const { version } = state
  const model = useQuery('GET /v1/admin/models/{version}', { params: { version } })
  const list = useQuery('GET /v1/admin/models', { query: { limit: 1 } })
  const channels = list.data?.channels ?? []
  return (
    <>
      <PageHead
        title={version}
        hint={<Link to="models">All models</Link>}
        actions={
          <>
            {model.data && list.data && <Promote model={model.data} channels={channels} kind="primary" />}
            <CopyLink />
          </>
        }
      />
      <QueryView query={model}>
        {(loaded) => <Loaded model={loaded} channels={channels} state={state} set={set} />}
      </QueryView>
    </>
  )
}

function Loaded({
  model,
  channels,
  state,
  set,
}: Props & { model: Model; channels: readonly ModelChannel[] }) {
  const runs = useQuery('GET /v1/admin/training-runs', { query: { limit: searchedRuns } })
  const summary = runs.data?.items.find(({ modelVersion }) => modelVersion === model.version)
  const run = useQuery('GET /v1/admin/training-runs/{id}', summary ? { params: { id: summary.id } } : null)
  const report = run.data?.report
  return (
    <div className="stack">
      <Summary model={model} channels={channels} />
      <QualityPanel metrics={model.metrics} report={report} state={state} set={set} />
      <ReliabilityPanel metrics={model.metrics} />
      {summary && run.data === undefined && <Loading what="Loading its training run" />}
      {run.data && <ReportPanels report={report} runId={run.data.id} />}
      <LearntPanel model={model} />
    </div>
  )
}

function Summary({ model, channels }: { model: Model; channels: readonly ModelChannel[] }) {
  const { metrics, version, status, createdAt, dataFrom, dataTo } = model
  const orders = numberAt(metrics, 'evaluation', 'orders')
  const users = numberAt(metrics, 'evaluation', 'users')
  const ndcg = intervalAt(metrics, 'evaluation', 'all', 'model', 'ndcg@10')
  const hits = intervalAt(metrics, 'evaluation', 'all', 'model', 'hr@10')
  const gain = intervalAt(metrics, 'evaluation', 'gain', 'all')
  return (
    <Panel>
      <div className="stack">
        <div className="row">
          {channels
            .filter((state) => state.version === version)
            .map(({ channel }) => (
              <Tag key={channel} kind="good">
                served as {channel}
              </Tag>
            ))}
          <Tag kind={status === 'rejected' ? 'bad' : 'plain'}>{status}</Tag>
          <span className="small soft">
            Trained {formatInstant(createdAt)} on what happened from {formatInstant(dataFrom)} to{' '}
            {formatInstant(dataTo)}
          </span>
        </div>
        <Figures>
          <Figure
            label={<Measure name="ndcg" />}
            value={formatValue(ndcg?.mean, 'index')}
            more={<IntervalValue of={ndcg} unit="index" />}
          />
          <Figure
            label={<Measure name="hr10" />}
            value={formatValue(hits?.mean, 'share')}
            more={<IntervalValue of={hits} unit="share" />}
          />
          <Figure
            label={<Measure name="gainOverBaseline" />}
            value={formatValue(gain?.mean, 'index')}
            more={<IntervalValue of={gain} unit="index" isChange better="more" />}
          />
          <Figure
            label={<Measure name="expectedOverObserved" />}
            value={formatValue(
              numberAt(metrics, 'evaluation', 'reliability', 'expectedOverObserved'),
              'score',
            )}
            more="1: neither too sure nor too shy"
          />
          <Figure
            label={<Measure name="laterOrders" />}
            value={formatValue(orders, 'count')}
            more={`of ${formatValue(users, 'count')} guests`}
          />
        </Figures>
      </div>
    </Panel>
  )
}
