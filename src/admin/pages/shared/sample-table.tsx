import type { ReactNode } from 'react'
import type { SampledComparison } from '../../../client/index.ts'
import { seriesColour } from '../../charts/series-colour.ts'
import { formatValue } from '../../text/format.ts'
import { Swatch } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Table } from '../../ui/table.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import { totals } from './totals.ts'

type Side = SampledComparison['sides'][number]

interface Row {
  readonly key: string
  readonly head: ReactNode
  readonly cell: (side: Side, index: number) => ReactNode
}

const agreements = [
  { key: 'overlap', unit: 'share' },
  { key: 'kendallTau', unit: 'score' },
  { key: 'rbo', unit: 'score' },
  { key: 'displacement', unit: 'places' },
] as const

const rows: readonly Row[] = [
  ...totals.map(({ key, unit, better }) => ({
    key,
    head: <Measure name={key} />,
    cell: ({ totals: own, change }: Side, index: number) => (
      <span className="totals-cell">
        <IntervalValue of={own[key]} unit={unit} />
        {index > 0 && <IntervalValue of={change[key]} unit={unit} isChange better={better} />}
      </span>
    ),
  })),
  ...agreements.map(({ key, unit }) => ({
    key,
    head: <Measure name={key} />,
    cell: ({ agreement }: Side, index: number) =>
      index === 0 ? <span className="soft">–</span> : <IntervalValue of={agreement[key]} unit={unit} />,
  })),
  {
    key: 'plans',
    head: <Measure name="plan">Plans</Measure>,
    cell: ({ plans }: Side) =>
      Object.entries(plans)
        .map(([name, count]) => `${name} ${formatValue(count, 'count')}`)
        .join(', '),
  },
]

/** Every figure of every side with its interval. */
export const SampleTable = ({ report: { sides } }: { report: SampledComparison }) => (
  <Table
    caption="Figures of each side"
    rows={rows}
    keyOf={({ key }) => key}
    columns={[
      { key: 'measure', head: 'Measure', cell: ({ head }) => head },
      ...sides.map((side, index) => ({
        key: side.name,
        head: (
          <>
            <Swatch colour={seriesColour(index)} />
            {side.name}
          </>
        ),
        kind: 'number' as const,
        cell: ({ cell }: Row) => cell(side, index),
      })),
    ]}
  />
)
