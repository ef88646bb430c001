import { useMemo } from 'react'
import { useProfiles } from '../../api/use-profiles.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { formatValue } from '../../text/format.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, Failure, Loading } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { SampleForm } from '../shared/sample-form.tsx'
import { fairnessFields, mostSides } from './fairness-state.ts'
import { GroupsPanel } from './groups-panel.tsx'
import { type SideReport, useSideReport } from './side-report.ts'
import { SidesPanel } from './sides-panel.tsx'
import { UsersPanel } from './users-panel.tsx'
import { type Loaded, WholePanel } from './whole-panel.tsx'

export default function FairnessPage() {
  const [state, set] = useUrlState(fairnessFields)
  const { profiles } = useProfiles()
  const standard = profiles?.defaultKey
  const texts =
    state.sides.length > 0 ? state.sides.slice(0, mostSides) : standard === undefined ? [] : [standard]
  const first = useSideReport(texts[0], 0, state)
  const second = useSideReport(texts[1], 1, state)
  const reports = [first, second].filter((report) => report !== undefined)
  return (
    <>
      <PageHead
        title="Fairness"
        hint="Whom lists show, against what there is, what each group earns and what was ordered; and how well they serve which guests."
        actions={<CopyLink />}
      />
      <div className="with-aside">
        <div className="stack">
          <SidesPanel
            sides={texts}
            onChange={(sides) => set({ sides }, 'push')}
            profiles={profiles?.all ?? []}
          />
          <SampleForm state={state} set={set} />
        </div>
        <div className="stack">
          {reports.map(({ text, name, query }) => (
            <UnderWay
              key={text}
              label={`${name}: counting whom ${formatValue(state.size, 'count')} lists show`}
              query={query}
            />
          ))}
          {reports.map(({ text, name, query }) =>
            query.error ? (
              <Panel key={text} title={name}>
                <Failure error={query.error} onRetry={query.reload} />
              </Panel>
            ) : null,
          )}
          {first === undefined ? (
            <Loading lines={8} />
          ) : (
            <Result first={first} second={second} state={state} set={set} />
          )}
        </div>
      </div>
    </>
  )
}

interface ResultProps {
  readonly first: SideReport
  readonly second: SideReport | undefined
  readonly state: Parameters<typeof GroupsPanel>[0]['state']
  readonly set: Parameters<typeof GroupsPanel>[0]['set']
}

function Result({ first, second, state, set }: ResultProps) {
  const sides = useLoaded(first, second)
  const empty = [first, second].filter((side) => side?.query.data?.lists === 0)
  return (
    <>
      {empty.map((side) => (
        <Panel key={side?.text} title={side?.name}>
          <Empty title="There is nothing to count">
            {side?.isLive
              ? 'No list older than six hours was shown to a known guest yet: so long orders may still come of them.'
              : 'No past request was found; choose another source on the left.'}
          </Empty>
        </Panel>
      ))}
      {sides.length > 0 && (
        <>
          <WholePanel sides={sides} />
          <GroupsPanel sides={sides} state={state} set={set} />
          <UsersPanel sides={sides} />
        </>
      )}
    </>
  )
}

/** The sides whose reports are there; the same array until one of them changes, as charts need it. */
function useLoaded(first: SideReport, second: SideReport | undefined): readonly Loaded[] {
  const one = useLoadedSide(first)
  const other = useLoadedSide(second)
  return useMemo(() => [one, other].filter((side) => side !== null), [one, other])
}

function useLoadedSide(side: SideReport | undefined): Loaded | null {
  const { name = '', colour = '' } = side ?? {}
  const report = side?.query.data
  return useMemo(
    () => (report && report.lists > 0 ? { name, colour, groups: report.groups, report } : null),
    [name, colour, report],
  )
}
