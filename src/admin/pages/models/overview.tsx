import { useEffect } from 'react'
import { invalidate } from '../../api/invalidation.ts'
import { useQuery } from '../../api/use-query.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Segments } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { QueryView } from '../../ui/states.tsx'
import { ChannelsPanel } from './channels-panel.tsx'
import type { ModelsState, SetModels } from './models-state.ts'
import { isUnderWay } from './run-words.ts'
import { RunningPanel } from './running-panel.tsx'
import { RunsTable } from './runs-table.tsx'
import { StartTraining } from './start-training.tsx'
import { VersionsPanel } from './versions-panel.tsx'

interface Props {
  readonly state: ModelsState
  readonly set: SetModels
}

const shownVersions = 50
const shownRuns = 50
/** While one is under way, and otherwise: others start runs too. */
const pollMs = { busy: 1000, idle: 15_000 }

/** What is served, what is being trained, and everything that ever was. */
export function Overview({ state, set }: Props) {
  const models = useQuery('GET /v1/admin/models', { query: { limit: shownVersions } })
  const runs = useQuery(
    'GET /v1/admin/training-runs',
    { query: { limit: shownRuns } },
    { pollMs: ({ items }) => (items.some(isUnderWay) ? pollMs.busy : pollMs.idle) },
  )
  const running = runs.data?.items.find(isUnderWay)
  const newest = runs.data?.items.find((run) => !isUnderWay(run))?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that ended may have left a version
  useEffect(() => invalidate('GET /v1/admin/models'), [newest])
  return (
    <>
      <PageHead
        title="Models"
        hint="Which model ranks, how good each version was on orders it had not seen, and how to train another."
        actions={
          <>
            <StartTraining isBusy={running !== undefined} onStarted={({ id }) => set({ run: id }, 'push')} />
            <CopyLink />
          </>
        }
      />
      <div className="stack">
        {running && <RunningPanel run={running} />}
        <QueryView query={models}>{({ channels }) => <ChannelsPanel channels={channels} />}</QueryView>
        <div className="row">
          <Segments
            label="What is shown"
            value={state.view}
            onChange={(view) => set({ view }, 'push')}
            options={[
              { value: 'versions', label: 'Versions' },
              { value: 'runs', label: 'Training runs' },
            ]}
          />
        </div>
        {state.view === 'versions' ? (
          <QueryView query={models}>{(list) => <VersionsPanel list={list} />}</QueryView>
        ) : (
          <Panel title="Training runs" hint={`The latest ${shownRuns}, whatever started them.`}>
            <QueryView query={runs}>{({ items }) => <RunsTable runs={items} />}</QueryView>
          </Panel>
        )}
      </div>
    </>
  )
}
