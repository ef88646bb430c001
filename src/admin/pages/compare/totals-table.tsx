import type { Comparison } from '../../../client/index.ts'
import { seriesColour } from '../../charts/series-colour.ts'
import { formatValue } from '../../text/format.ts'
import { Swatch } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Table } from '../../ui/table.tsx'
import { Change, Value } from '../../ui/value.tsx'
import { totals } from '../shared/totals.ts'

type Side = Comparison['sides'][number]

/** What each list brings, and how that differs from the first. */
export function TotalsTable({ sides }: { sides: readonly Side[] }) {
  const isOneModel = sides.every(({ modelVersion }) => modelVersion === sides[0]?.modelVersion)
  return (
    <Table
      caption="What each list brings"
      rows={sides}
      keyOf={({ name }) => name}
      columns={[
        {
          key: 'name',
          head: 'Side',
          cell: ({ name }, index) => (
            <>
              <Swatch colour={seriesColour(index)} />
              {name}
            </>
          ),
        },
        ...totals.map(({ key, unit, better }) => ({
          key,
          head: <Measure name={key} />,
          kind: 'number' as const,
          cell: (side: Side, index: number) => (
            <span className="totals-cell">
              <Value of={side.totals[key]} unit={unit} />
              {index > 0 && <Change of={side.change[key]} unit={unit} better={better} />}
            </span>
          ),
        })),
        {
          key: 'plan',
          head: <Measure name="plan" />,
          cell: ({ plan }) => `${plan.name}, ${formatValue(plan.candidates, 'count')}`,
        },
        ...(isOneModel
          ? []
          : [{ key: 'model', head: 'Model', cell: ({ modelVersion }: Side) => modelVersion ?? 'none' }]),
      ]}
    />
  )
}
