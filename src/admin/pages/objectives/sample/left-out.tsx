import { useMemo } from 'react'
import type { SampledShift } from '../../../../client/index.ts'
import { IntervalDots } from '../../../charts/interval-dots.tsx'
import { formatValue, type Interval } from '../../../text/format.ts'
import { glossary } from '../../../text/glossary.ts'
import { objectiveColour, objectiveText, type WeightKey } from '../../../text/objectives.ts'
import { Button } from '../../../ui/button.tsx'
import { Measure } from '../../../ui/measure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { StackedInterval } from '../../../ui/value.tsx'
import { totals } from '../../shared/totals.ts'
import { ObjectiveName } from '../objective-name.tsx'

type LeftOut = SampledShift['leftOut'][number]

interface Props {
  readonly report: SampledShift
  readonly onShow: (objective: WeightKey) => void
}

/** Lists without each objective, held against the lists with it. */
export function SampledLeftOut({ report, onShow }: Props) {
  const columns: Column<LeftOut>[] = [
    { key: 'objective', head: 'Without', cell: ({ objective }) => <ObjectiveName objective={objective} /> },
    {
      key: 'share',
      head: <Measure name="weightShare">Share</Measure>,
      kind: 'number',
      cell: ({ share }) => formatValue(share, 'share'),
    },
    ...totals.map(
      ({ key, unit, better }): Column<LeftOut> => ({
        key,
        head: <Measure name={key} />,
        kind: 'number',
        cell: ({ result }) => (
          <StackedInterval of={result?.change[key]} unit={unit} isChange better={better} />
        ),
      }),
    ),
    {
      key: 'overlap',
      head: <Measure name="overlap" />,
      kind: 'number',
      cell: ({ result }) => <StackedInterval of={result?.agreement.overlap} unit="share" />,
    },
    {
      key: 'show',
      head: <span className="visually-hidden">Sweep</span>,
      cell: ({ objective }) => (
        <Button kind="quiet" onClick={() => onShow(objective)}>
          Sweep <span className="visually-hidden">{objectiveText(objective).label}</span>
        </Button>
      ),
    },
  ]
  return (
    <Panel
      title="Each objective left out"
      hint={
        <>
          What a list would lose or gain without it, on average, with its <Measure name="interval" />; in
          colour where it is more than chance. {unweighted(report)}
        </>
      }
    >
      <div className="stack">
        <Charts report={report} />
        <Table
          caption="Each objective left out"
          rows={report.leftOut.filter(hasWeight)}
          columns={columns}
          keyOf={({ objective }) => objective}
        />
      </div>
    </Panel>
  )
}

const hasWeight = ({ share }: LeftOut) => share > 0

/** Which objectives are no part of the lists. */
function unweighted({ leftOut }: SampledShift): string {
  const names = leftOut
    .filter((each) => !hasWeight(each))
    .map(({ objective }) => objectiveText(objective).label)
  return names.length === 0 ? '' : `Without weight here: ${names.join(', ')}.`
}

/** A figure that nothing moves needs no chart. */
const isNothing = ({ mean, low, high }: Interval) => mean === 0 && !low && !high

/** A small chart a figure, every objective that has weight on it. */
function Charts({ report: { leftOut } }: Pick<Props, 'report'>) {
  const charts = useMemo(
    () =>
      totals.map((total) => ({
        ...total,
        rows: leftOut.filter(hasWeight).flatMap(({ objective, result }) => {
          const value = result?.change[total.key]
          const name = objectiveText(objective).label
          return value ? [{ name, colour: objectiveColour(objective), value }] : []
        }),
      })),
    [leftOut],
  )
  return (
    <div className="grid">
      {charts.map(({ key, unit, rows }) =>
        rows.every(({ value }) => isNothing(value)) ? null : (
          <IntervalDots
            key={key}
            title={`${glossary[key].label}, without each`}
            rows={rows}
            unit={unit}
            isChange
            rowHead="Without"
          />
        ),
      )}
    </div>
  )
}
