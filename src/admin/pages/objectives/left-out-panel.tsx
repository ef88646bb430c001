import type { ShiftReport } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { objectiveText, type WeightKey } from '../../text/objectives.ts'
import { Button } from '../../ui/button.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Change } from '../../ui/value.tsx'
import { ObjectiveName } from './objective-name.tsx'
import { betterOf, type TotalKey, totalKeys, totalUnits } from './objectives-state.ts'

type LeftOut = ShiftReport['leftOut'][number]

interface Props {
  readonly report: ShiftReport
  readonly onShow: (objective: WeightKey) => void
}

const shortLabels: Readonly<Record<TotalKey, string>> = {
  orders: 'Orders',
  revenue: 'Revenue',
  margin: 'Margin',
  waitMinutes: 'Wait',
  predictedMs: 'p95',
}

/** What each objective does: the list without it, held against the list with it. */
export function LeftOutPanel({ report, onShow }: Props) {
  const columns: Column<LeftOut>[] = [
    { key: 'objective', head: 'Without', cell: ({ objective }) => <ObjectiveName objective={objective} /> },
    {
      key: 'share',
      head: <Measure name="weightShare">Share</Measure>,
      kind: 'number',
      cell: ({ share }) => formatValue(share, 'share'),
    },
    ...totalKeys.map(
      (key): Column<LeftOut> => ({
        key,
        head: <Measure name={key}>{shortLabels[key]}</Measure>,
        kind: 'number',
        cell: ({ result }) =>
          result ? (
            <Change of={result.change[key]} unit={totalUnits[key]} better={betterOf(key)} />
          ) : (
            formatValue(null, 'count')
          ),
      }),
    ),
    {
      key: 'overlap',
      head: <Measure name="overlap" />,
      kind: 'number',
      cell: ({ result }) => formatValue(result?.agreement.overlap, 'share'),
    },
    {
      key: 'show',
      head: <span className="visually-hidden">Moves</span>,
      cell: ({ objective, result }) => result && <ShowMoves objective={objective} onShow={onShow} />,
    },
  ]
  return (
    <Panel
      title="Each objective left out"
      hint="What the list would lose or gain without it. A dash: nothing else has weight, so there is no list."
    >
      <Table
        caption="Each objective left out"
        rows={report.leftOut}
        columns={columns}
        keyOf={({ objective }) => objective}
      />
    </Panel>
  )
}

const ShowMoves = ({ objective, onShow }: { objective: WeightKey; onShow: Props['onShow'] }) => (
  <Button kind="quiet" onClick={() => onShow(objective)}>
    Moves <span className="visually-hidden">without {objectiveText(objective).label}</span>
  </Button>
)
