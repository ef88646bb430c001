import type { DataQuality } from '../../../client/index.ts'
import { formatInstant, formatValue } from '../../text/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'

type Pending = DataQuality['pendingInteractions']

/** Interactions with restaurants that nobody has told us of: kept until somebody does. */
export const WaitingPanel = ({
  of: { count, restaurants, oldestReceivedAt, mostAwaited },
}: {
  of: Pending
}) => (
  <Panel
    title="Waiting for their restaurant"
    hint="What guests did at restaurants that are not in the catalogue yet; it counts as soon as they are."
  >
    {count === 0 ? (
      <Empty title="Nothing waits">Every restaurant that guests did something at is known.</Empty>
    ) : (
      <div className="stack">
        <p>
          {formatValue(count, 'count')} interactions wait for {formatValue(restaurants, 'count')} restaurants,
          the oldest since {formatInstant(oldestReceivedAt)}.
        </p>
        <Table
          caption="The most awaited restaurants"
          rows={mostAwaited}
          keyOf={({ restaurantId }) => restaurantId}
          columns={[
            {
              key: 'restaurant',
              head: 'Restaurant',
              cell: ({ restaurantId }) => <code>{restaurantId}</code>,
            },
            {
              key: 'count',
              head: 'Interactions',
              kind: 'number',
              cell: (row) => formatValue(row.count, 'count'),
            },
          ]}
        />
      </div>
    )}
  </Panel>
)
