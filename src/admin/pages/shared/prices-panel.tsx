import type { FrontierReport } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { objectiveColour, objectiveText, totalUnit } from '../../text/objectives.ts'
import { Swatch } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'

/** What one per cent more of an objective costs where the profile stands. */
export const PricesPanel = ({ report }: { report: Pick<FrontierReport, 'profile' | 'prices'> }) => (
  <Panel
    title="What one per cent more costs"
    hint={`At ${report.profile}’s weights, in expected orders a list; of waiting, one per cent less. A dash: not to be had.`}
  >
    <Table
      caption="What one per cent more costs"
      rows={report.prices}
      keyOf={({ objective }) => objective}
      columns={[
        {
          key: 'objective',
          head: 'More of',
          cell: ({ objective }) => (
            <span className="nowrap">
              <Swatch colour={objectiveColour(objective)} />
              {objectiveText(objective).label}
            </span>
          ),
        },
        {
          key: 'total',
          head: 'It is now',
          kind: 'number',
          cell: ({ objective, total }) => formatValue(total, totalUnit(objective)),
        },
        {
          key: 'step',
          head: 'Costs orders',
          kind: 'number',
          cell: ({ byStep }) => formatValue(byStep, 'orders'),
        },
        {
          key: 'share',
          head: 'Of all orders',
          kind: 'number',
          cell: ({ share }) => formatValue(share, 'probability'),
        },
        {
          key: 'ndcg',
          head: 'Costs NDCG@10',
          kind: 'number',
          cell: ({ ndcg }) => formatValue(ndcg, 'index'),
        },
      ]}
    />
  </Panel>
)
