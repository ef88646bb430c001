import { useMemo } from 'react'
import type { SampledComparison } from '../../../client/index.ts'
import { IntervalDots } from '../../charts/interval-dots.tsx'
import { seriesColour } from '../../charts/series-colour.ts'
import { formatValue } from '../../text/format.ts'
import { glossary, inSentence } from '../../text/glossary.ts'
import { Announce } from '../../ui/announce.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { SampleTable } from './sample-table.tsx'
import { totals } from './totals.ts'

/** A sample of past requests on every side. */
export function SampleResult({ report }: { report: SampledComparison }) {
  const { requests, users, source, empty } = report
  if (requests === 0) {
    return (
      <Empty title="No past request to compare on">
        Recommendations that are asked for are logged a moment later; orders can be imported.
      </Empty>
    )
  }
  const words = `${formatValue(requests, 'count')} past requests of ${formatValue(users, 'count')} guests`
  return (
    <div className="stack">
      <Announce words={`Compared on ${words}.`} />
      <Panel
        title="What it would have changed"
        hint={
          <>
            {words} from {source === 'log' ? 'the log' : 'moments before orders'}
            {empty > 0 && `, ${formatValue(empty, 'count')} without any list`}. Difference a list to the first
            side, request by request, with its <Measure name="interval" />.
          </>
        }
      >
        <Changes report={report} />
      </Panel>
      <Panel
        title="Figures"
        hint="A list on average; a difference is in colour where it is more than chance."
      >
        <SampleTable report={report} />
      </Panel>
    </div>
  )
}

/** A small chart a figure, all sides but the first on it. */
function Changes({ report: { sides } }: { report: SampledComparison }) {
  const charts = useMemo(
    () =>
      totals.map((total) => ({
        ...total,
        rows: sides.flatMap(({ name, change }, index) => {
          const value = change[total.key]
          return index === 0 || !value ? [] : [{ name, colour: seriesColour(index), value }]
        }),
      })),
    [sides],
  )
  return (
    <div className="grid">
      {charts.map(({ key, unit, rows }) => (
        <IntervalDots
          key={key}
          title={`Change in ${inSentence(glossary[key].label)}`}
          rows={rows}
          unit={unit}
          isChange
        />
      ))}
    </div>
  )
}
