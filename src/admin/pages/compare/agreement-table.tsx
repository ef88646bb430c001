import type { Comparison } from '../../../client/index.ts'
import { Measure } from '../../ui/measure.tsx'
import { Table } from '../../ui/table.tsx'
import { Value } from '../../ui/value.tsx'

/** How alike the lists of each two sides are. */
export const AgreementTable = ({ pairs }: Pick<Comparison, 'pairs'>) => (
  <Table
    caption="How alike the lists are"
    rows={pairs}
    keyOf={({ a, b }) => `${a}/${b}`}
    columns={[
      { key: 'pair', head: 'Between', cell: ({ a, b }) => `${a} and ${b}` },
      {
        key: 'overlap',
        head: <Measure name="overlap" />,
        kind: 'number',
        cell: ({ agreement }) => <Value of={agreement.overlap} unit="share" />,
      },
      {
        key: 'kendallTau',
        head: <Measure name="kendallTau" />,
        kind: 'number',
        cell: ({ agreement }) => <Value of={agreement.kendallTau} unit="score" />,
      },
      {
        key: 'rbo',
        head: <Measure name="rbo" />,
        kind: 'number',
        cell: ({ agreement }) => <Value of={agreement.rbo} unit="score" />,
      },
      {
        key: 'displacement',
        head: <Measure name="displacement" />,
        kind: 'number',
        cell: ({ agreement }) => <Value of={agreement.displacement} unit="places" />,
      },
    ]}
  />
)
