import type { ProfileFairness } from '../../../client/index.ts'
import { type Query, useQuery } from '../../api/use-query.ts'
import { formatChange, formatValue } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import { type SampleState, toSample } from '../shared/sample-state.ts'
import { type GroupPair, pairGroups } from './fairness-pairs.ts'

interface Props {
  readonly profileKey: string
  /** whose live revision the draft is held against */
  readonly base: string
  readonly sample: SampleState
}

/** Whom the lists show, live and by the draft. */
export function FairnessPanel({ profileKey, base, sample }: Props) {
  const common = toSample(sample)
  const live = useQuery('POST /v1/admin/fairness', { body: { ...common, profile: base } })
  const draft = useQuery('POST /v1/admin/fairness', { body: { ...common, profile: `draft:${profileKey}` } })
  return (
    <Panel
      title="Fairness"
      hint={
        <>
          Each group’s <Measure name="exposureShare" /> on the same past requests, with its{' '}
          <Measure name="interval" />; what moved most comes first.
        </>
      }
    >
      <Both live={live} draft={draft} />
    </Panel>
  )
}

const figures = [
  { key: 'coverage', unit: 'share' },
  { key: 'gini', unit: 'score' },
  { key: 'longTailShare', unit: 'share' },
] as const satisfies readonly { key: TermKey & keyof ProfileFairness['exposure']; unit: string }[]

function Both({ live, draft }: { live: Query<ProfileFairness>; draft: Query<ProfileFairness> }) {
  const error = live.error ?? draft.error
  if (error) {
    return (
      <Failure
        error={error}
        onRetry={() => {
          live.reload()
          draft.reload()
        }}
      />
    )
  }
  if (!live.data || !draft.data) return <Progress label="Counting whom the lists show" share={null} />
  if (live.data.lists === 0) return <Empty title="No past request to count on" />
  const [before, after] = [live.data, draft.data]
  return (
    <div className="stack">
      <Table
        caption="Exposure as a whole"
        rows={figures}
        keyOf={({ key }) => key}
        columns={[
          { key: 'measure', head: 'Measure', cell: ({ key }) => <Measure name={key} /> },
          {
            key: 'live',
            head: 'Live',
            kind: 'number',
            cell: ({ key, unit }) => formatValue(before.exposure[key], unit),
          },
          {
            key: 'draft',
            head: 'Draft',
            kind: 'number',
            cell: ({ key, unit }) => formatValue(after.exposure[key], unit),
          },
          {
            key: 'change',
            head: 'Change',
            kind: 'number',
            cell: ({ key, unit }) => formatChange(after.exposure[key] - before.exposure[key], unit),
          },
        ]}
      />
      <Groups pairs={pairGroups(before.groups, after.groups)} />
    </div>
  )
}

const Groups = ({ pairs }: { pairs: readonly GroupPair[] }) => (
  <Table
    caption="Exposure of groups"
    rows={pairs}
    keyOf={({ name }) => name}
    columns={[
      { key: 'name', head: 'Group', cell: ({ name }) => name },
      {
        key: 'live',
        head: 'Live',
        kind: 'number',
        cell: ({ live }) => <IntervalValue of={live.exposure} unit="share" />,
      },
      {
        key: 'draft',
        head: 'Draft',
        kind: 'number',
        cell: ({ draft }) => <IntervalValue of={draft.exposure} unit="share" />,
      },
      {
        key: 'change',
        head: 'Change',
        kind: 'number',
        cell: ({ change }) => formatChange(change, 'share'),
      },
      {
        key: 'merit',
        head: <Measure name="exposureOverMerit" />,
        kind: 'number',
        cell: ({ live, draft }) =>
          `${formatValue(live.exposureOverMerit?.mean, 'score')} → ${formatValue(draft.exposureOverMerit?.mean, 'score')}`,
      },
    ]}
  />
)
