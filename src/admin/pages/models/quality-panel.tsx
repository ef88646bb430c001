import { useMemo } from 'react'
import { IntervalDots } from '../../charts/interval-dots.tsx'
import { glossary } from '../../text/glossary.ts'
import { Segments, Select } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import {
  measures,
  measureTerms,
  type RankerFigure,
  rankerFigures,
  rankerLabels,
  segmentLabels,
  segments,
} from './model-figures.ts'
import type { ModelsState, SetModels } from './models-state.ts'
import { inServiceOf } from './run-report.ts'

interface Props {
  readonly metrics: unknown
  /** of its training run; undefined: not known */
  readonly report: unknown
  readonly state: ModelsState
  readonly set: SetModels
}

/** The model beside the baselines, and the model that was served then, on the same later orders. */
export function QualityPanel({ metrics, report, state: { measure, on }, set }: Props) {
  const rows = useMemo(
    () =>
      rankerFigures(metrics, on, measure).map(({ ranker, value }) => ({
        name: rankerLabels[ranker],
        colour: ranker === 'model' ? 'var(--series-1)' : 'var(--line-strong)',
        value,
      })),
    [metrics, on, measure],
  )
  return (
    <Panel
      title="How good it is"
      hint={
        <>
          On the <Measure name="laterOrders">later orders</Measure>, with{' '}
          <Measure name="interval">95 % intervals</Measure>.
        </>
      }
      actions={
        <>
          <Segments
            label="Which orders"
            value={on}
            onChange={(next) => set({ on: next })}
            options={segments.map((value) => ({ value, label: segmentLabels[value] }))}
          />
          <Select
            label={<span className="visually-hidden">Measure</span>}
            value={measure}
            onChange={(next) => set({ measure: next })}
            options={measures.map((value) => ({ value, label: glossary[measureTerms[value]].label }))}
          />
        </>
      }
    >
      {rows.length === 0 ? (
        <Empty title="It was not measured">Too few later orders were there, or it is of an older kind.</Empty>
      ) : (
        <div className="stack">
          <IntervalDots
            title={`${glossary[measureTerms[measure]].label}, ${segmentLabels[on].toLowerCase()}`}
            rows={rows}
            unit="index"
            rowHead="Ranked by"
          />
          <AllMeasures metrics={metrics} on={on} />
          <AgainstInService report={report} />
        </div>
      )}
    </Panel>
  )
}

function AllMeasures({ metrics, on }: { metrics: unknown; on: ModelsState['on'] }) {
  const byMeasure = measures.map((measure) => ({ measure, figures: rankerFigures(metrics, on, measure) }))
  const first: readonly RankerFigure[] = byMeasure[0]?.figures ?? []
  return (
    <Table
      caption={`All measures, ${segmentLabels[on].toLowerCase()}`}
      rows={first}
      keyOf={({ ranker }) => ranker}
      columns={[
        { key: 'ranker', head: 'Ranked by', cell: ({ ranker }) => rankerLabels[ranker] },
        ...byMeasure.map(({ measure, figures }) => ({
          key: measure,
          head: <Measure name={measureTerms[measure]} />,
          kind: 'number' as const,
          cell: ({ ranker }: RankerFigure) => (
            <IntervalValue of={figures.find((other) => other.ranker === ranker)?.value} unit="index" />
          ),
        })),
      ]}
    />
  )
}

function AgainstInService({ report }: { report: unknown }) {
  const rival = inServiceOf(report)
  const rows = useMemo(() => {
    const found = inServiceOf(report)
    if (!found?.candidate || !found.inService) return []
    return [
      { name: 'This model', colour: 'var(--series-1)', value: found.candidate },
      { name: 'In service then', colour: 'var(--series-2)', value: found.inService },
    ]
  }, [report])
  if (!rival) return null
  return (
    <div className="stack-tight">
      {rows.length > 0 && (
        <IntervalDots
          title={`NDCG@10 against ${rival.version}, which was in service then, on ${rival.orders} orders`}
          rows={rows}
          unit="index"
          rowHead="Ranked by"
        />
      )}
      <p>
        {rows.length > 0 && (
          <>
            <Measure name="gainOverInService" />:{' '}
            <IntervalValue of={rival.gain} unit="index" isChange better="more" />.{' '}
          </>
        )}
        <span className="soft">
          Against {rival.version}, in service then: {rival.words}.
        </span>
      </p>
    </div>
  )
}
