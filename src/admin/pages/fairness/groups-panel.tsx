import { useMemo } from 'react'
import { formatInterval, formatValue } from '../../text/format.ts'
import { glossary } from '../../text/glossary.ts'
import { Segments } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { dimensions, type FairnessState, ratios, type SetFairness } from './fairness-state.ts'
import { type ChartReference, type ChartSeries, GroupChart } from './group-chart.tsx'
import { drawnRows, type GroupRow, groupRows } from './group-rows.ts'
import { LeaningWords } from './leaning-words.tsx'
import type { Loaded } from './whole-panel.tsx'

interface Props {
  readonly sides: readonly Loaded[]
  readonly state: FairnessState
  readonly set: SetFairness
}

const dimensionLabels: Readonly<Record<FairnessState['by'], string>> = {
  'price level': 'Price',
  cuisine: 'Cuisine',
  district: 'District',
  age: 'New places',
  ownership: 'Independents',
}

/** Each group's share of attention beside what it is held against, and how many times more or less that is. */
export function GroupsPanel({ sides, state: { by, over }, set }: Props) {
  const rows = useMemo(() => groupRows(sides, by), [sides, by])
  return (
    <Panel
      title="By group of restaurants"
      actions={
        <Segments
          label="Groups by"
          value={by}
          onChange={(next) => set({ by: next })}
          options={dimensions.map((value) => ({ value, label: dimensionLabels[value] }))}
        />
      }
    >
      {rows.length === 0 ? (
        <Empty title="There are no such groups" />
      ) : (
        <div className="stack">
          <Shares sides={sides} rows={rows} />
          <div className="row">
            <h3>How many times its share</h3>
            <Segments
              label="Exposure over"
              value={over}
              onChange={(next) => set({ over: next })}
              options={ratios.map((value) => ({
                value,
                label: value === 'amplification' ? 'of past orders' : 'of merit',
              }))}
            />
          </div>
          <Ratios sides={sides} rows={rows} over={over} />
          <LeaningWords sides={sides} rows={drawnRows(rows)} over={over} />
        </div>
      )}
    </Panel>
  )
}

function Shares({ sides, rows }: { sides: readonly Loaded[]; rows: readonly GroupRow[] }) {
  const drawn = useMemo(() => drawnRows(rows), [rows])
  const names = useMemo(() => drawn.map(({ name }) => name), [drawn])
  const series = useMemo(
    () =>
      sides.map(
        ({ name, colour }, n): ChartSeries => ({
          name,
          colour,
          values: drawn.map((row) => row.sides[n]?.exposure ?? null),
        }),
      ),
    [sides, drawn],
  )
  const references = useMemo(
    (): ChartReference[] => [
      {
        name: glossary.catalogueShare.label,
        symbol: 'square',
        values: drawn.map(({ group }) => group.catalogueShare),
      },
      { name: glossary.merit.label, symbol: 'triangle', values: drawn.map(({ group }) => group.merit) },
      {
        name: glossary.historical.label,
        symbol: 'times',
        values: drawn.map(({ group }) => group.historical),
      },
    ],
    [drawn],
  )
  return (
    <div className="stack-tight">
      <p className="small soft">
        <Measure name="exposureShare" /> with <Measure name="interval">95 % intervals</Measure>, beside the
        shares of the <Measure name="catalogueShare">catalogue</Measure>, of{' '}
        <Measure name="merit">merit</Measure> and of <Measure name="historical">past orders</Measure>.
        {drawn.length < rows.length &&
          ` ${rows.length - drawn.length} small groups are in the figures alone.`}
      </p>
      <ChartLegend series={series} references={references} />
      <GroupChart
        title="Share of attention"
        names={names}
        series={series}
        references={references}
        unit="share"
        scale="share"
        alternative={<SharesTable sides={sides} rows={rows} />}
      />
    </div>
  )
}

const SharesTable = ({ sides, rows }: { sides: readonly Loaded[]; rows: readonly GroupRow[] }) => (
  <Table
    caption="Shares of each group"
    rows={rows}
    keyOf={({ name }) => name}
    columns={[
      { key: 'group', head: 'Group', cell: ({ name }) => name },
      {
        key: 'restaurants',
        head: 'Restaurants',
        kind: 'number',
        cell: ({ group }) => formatValue(group.restaurants, 'count'),
      },
      ...sides.map(({ name }, n) => ({
        key: `side-${n}`,
        head: name,
        kind: 'number' as const,
        cell: (row: GroupRow) => <IntervalValue of={row.sides[n]?.exposure} unit="share" />,
      })),
      ...(['catalogueShare', 'merit', 'historical'] as const).map((key) => ({
        key,
        head: glossary[key].label,
        kind: 'number' as const,
        cell: ({ group }: GroupRow) => formatValue(group[key], 'share'),
      })),
    ]}
  />
)

function Ratios({
  sides,
  rows,
  over,
}: Omit<Props, 'state' | 'set'> & Pick<FairnessState, 'over'> & { rows: readonly GroupRow[] }) {
  const drawn = useMemo(() => drawnRows(rows), [rows])
  const names = useMemo(() => drawn.map(({ name }) => name), [drawn])
  const series = useMemo(
    () =>
      sides.map(
        ({ name, colour }, n): ChartSeries => ({
          name,
          colour,
          values: drawn.map((row) => row.sides[n]?.[over] ?? null),
        }),
      ),
    [sides, drawn, over],
  )
  return (
    <GroupChart
      title={`${glossary[over].label}; at 1, as much as its share`}
      names={names}
      series={series}
      unit="score"
      scale="ratio"
      alternative={
        <Table
          caption={glossary[over].label}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { key: 'group', head: 'Group', cell: ({ name }) => name },
            ...sides.map(({ name }, n) => ({
              key: `side-${n}`,
              head: name,
              kind: 'number' as const,
              cell: (row: GroupRow) => formatInterval(row.sides[n]?.[over], 'score'),
            })),
          ]}
        />
      }
    />
  )
}
