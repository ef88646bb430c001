import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import type { Search } from './run-report.ts'

/** The settings that were tried, and what each gained on earlier orders. */
export const SearchPanel = ({
  search: { budgetSeconds, tookSeconds, untried, tried },
}: {
  search: Search
}) => (
  <Panel
    title="Search for settings"
    hint={`Tried ${tried.length} in ${formatValue(tookSeconds, 'seconds')} of ${formatValue(budgetSeconds, 'seconds')}${
      untried > 0 ? `; there was no time for ${untried} others` : ''
    }. The best of them were taken.`}
  >
    <Table
      caption="Settings that were tried"
      rows={tried}
      keyOf={({ words }, index) => `${index}/${words}`}
      columns={[
        {
          key: 'settings',
          head: 'Settings',
          cell: ({ words, isBest }) => (
            <span className="row row-tight">
              {words} {isBest && <Tag kind="good">taken</Tag>}
            </span>
          ),
        },
        {
          key: 'ndcg',
          head: <Measure name="ndcg" />,
          kind: 'number',
          cell: ({ ndcg }) => formatValue(ndcg, 'index'),
        },
        {
          key: 'gain',
          head: 'Over default settings',
          kind: 'number',
          cell: ({ gain }) => <IntervalValue of={gain} unit="index" isChange better="more" />,
        },
      ]}
    />
  </Panel>
)
