import { Link } from '../../router/link.tsx'
import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import { userGroupLabel } from '../shared/user-groups.ts'
import { GatePanel } from './gate-panel.tsx'
import { dataWords, type GroupRow, gateOf, groupsOf, type PlanRow, plansOf, searchOf } from './run-report.ts'
import { SearchPanel } from './search-panel.tsx'

interface Props {
  readonly report: unknown
  /** the run that is pointed at; absent: its page is this one */
  readonly runId?: string
}

/** What a training run found: the verdict of its gate, groups of guests, plans, and what the search for settings tried. */
export function ReportPanels({ report, runId }: Props) {
  const gate = gateOf(report)
  const search = searchOf(report)
  const groups = groupsOf(report)
  const plans = plansOf(report)
  return (
    <>
      <DataPanel report={report} />
      {gate && (
        <GatePanel
          gate={gate}
          hint={
            runId && (
              <>
                From <Link to="models" query={{ run: runId }}>{`run ${runId}`}</Link>.
              </>
            )
          }
        />
      )}
      {groups.length > 0 && <GroupsPanel groups={groups} />}
      {plans.length > 0 && <PlansPanel plans={plans} />}
      {search && <SearchPanel search={search} />}
    </>
  )
}

function DataPanel({ report }: { report: unknown }) {
  const { faults, warnings } = dataWords(report)
  if (faults.length + warnings.length === 0) return null
  const rows = [
    ...faults.map((words) => ({ words, kind: 'bad' as const, label: 'fault' })),
    ...warnings.map((words) => ({ words, kind: 'warn' as const, label: 'look' })),
  ]
  return (
    <Panel title="The data" hint="Found before anything was learnt from them.">
      <ul className="models-checks">
        {rows.map(({ words, kind, label }) => (
          <li key={words} className="models-check">
            <span>
              <Tag kind={kind}>{label}</Tag>
            </span>
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const GroupsPanel = ({ groups }: { groups: readonly GroupRow[] }) => (
  <Panel title="By guests" hint="Nobody should pay for what others gain.">
    <Table
      caption="Quality by how often a guest has ordered"
      rows={groups}
      keyOf={({ group }) => group}
      columns={[
        { key: 'group', head: 'Guests', cell: ({ group }) => userGroupLabel(group) },
        { key: 'orders', head: 'Orders', kind: 'number', cell: ({ orders }) => formatValue(orders, 'count') },
        {
          key: 'ndcg',
          head: <Measure name="ndcg" />,
          kind: 'number',
          cell: ({ ndcg }) => <IntervalValue of={ndcg} unit="index" />,
        },
        {
          key: 'baseline',
          head: <Measure name="gainOverBaseline" />,
          kind: 'number',
          cell: ({ gainOverBaseline }) => (
            <IntervalValue of={gainOverBaseline} unit="index" isChange better="more" />
          ),
        },
        {
          key: 'service',
          head: <Measure name="gainOverInService" />,
          kind: 'number',
          cell: ({ gainOverInService }) => (
            <IntervalValue of={gainOverInService} unit="index" isChange better="more" />
          ),
        },
      ]}
    />
  </Panel>
)

const PlansPanel = ({ plans }: { plans: readonly PlanRow[] }) => (
  <Panel title="By plan" hint="What answers keep that are given less time.">
    <Table
      caption="Quality of each plan against the full one"
      rows={plans}
      keyOf={({ name, candidates }) => `${name}/${candidates}`}
      columns={[
        {
          key: 'plan',
          head: <Measure name="plan" />,
          cell: ({ name, candidates }) => `${name}, ${formatValue(candidates, 'count')} candidates`,
        },
        {
          key: 'ndcg',
          head: <Measure name="planQuality" />,
          kind: 'number',
          cell: ({ ndcg }) => formatValue(ndcg, 'share'),
        },
        {
          key: 'service',
          head: 'In service then',
          kind: 'number',
          cell: ({ inServiceNdcg }) => formatValue(inServiceNdcg, 'share'),
        },
        {
          key: 'revenue',
          head: <Measure name="planRevenue" />,
          kind: 'number',
          cell: ({ revenue }) => formatValue(revenue, 'share'),
        },
      ]}
    />
  </Panel>
)
