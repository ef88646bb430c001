import type { SolveReport } from '../../../client/index.ts'
import { formatValue, type Unit } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { IntervalValue } from '../../ui/value.tsx'

type Key = keyof NonNullable<SolveReport['predicted']>['measures']

const rows: readonly {
  readonly key: Key
  readonly name: TermKey
  readonly unit: Unit
  readonly better?: 'more' | 'less'
}[] = [
  { key: 'orders', name: 'relevance', unit: 'orders', better: 'more' },
  { key: 'ndcg', name: 'ndcg', unit: 'index', better: 'more' },
  { key: 'revenue', name: 'revenue', unit: 'money', better: 'more' },
  { key: 'margin', name: 'margin', unit: 'money', better: 'more' },
  { key: 'waitMinutes', name: 'waitMinutes', unit: 'minutes', better: 'less' },
  { key: 'newPlaces', name: 'newPlaces', unit: 'share' },
  { key: 'predictedMs', name: 'predictedMs', unit: 'ms', better: 'less' },
]

/** What the proposal would bring, on requests that it was not fitted on, by the whole ranking path. */
export function PredictedPanel({ report: { predicted, profile } }: { report: SolveReport }) {
  if (!predicted) return null
  const { measures } = predicted
  return (
    <Panel
      title="What it would bring"
      hint={
        <>
          On {formatValue(predicted.requests, 'count')} requests of {formatValue(predicted.users, 'count')}{' '}
          guests that it was not fitted on, rules and plan included, with{' '}
          <Measure name="interval">95 % intervals</Measure>. A change in colour is more than chance.
        </>
      }
    >
      <Table
        caption="What it would bring"
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { key: 'measure', head: 'Measure', cell: ({ name }) => <Measure name={name} /> },
          {
            key: 'change',
            head: 'Change',
            kind: 'number',
            cell: ({ key, unit, better }) => (
              <IntervalValue of={measures[key].change} unit={unit} isChange {...(better ? { better } : {})} />
            ),
          },
          {
            key: 'live',
            head: `${profile}, live`,
            kind: 'number',
            cell: ({ key, unit }) => <IntervalValue of={measures[key].live} unit={unit} />,
          },
          {
            key: 'proposed',
            head: 'Proposal',
            kind: 'number',
            cell: ({ key, unit }) => <IntervalValue of={measures[key].proposed} unit={unit} />,
          },
        ]}
      />
    </Panel>
  )
}
