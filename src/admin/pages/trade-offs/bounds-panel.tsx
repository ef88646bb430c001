import type { SolveReport } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { objectiveText, totalUnit } from '../../text/objectives.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { boundInWords, measureLabel, unitOf } from './bounds.ts'

/** What each bound holds, what it costs, and whether it holds where the weights were not fitted. */
export function BoundsPanel({ report: { bounds, checks, maximise, ndcgFrom } }: { report: SolveReport }) {
  if (bounds.length === 0) return null
  const checked = new Map(checks.map((check) => [check.measure, check]))
  return (
    <Panel
      title="What holds, and what it costs"
      hint={
        <>
          A price is what one per cent more would take from {objectiveText(maximise).label.toLowerCase()}; a
          bound without one holds by itself.
          {ndcgFrom === 'relevance' &&
            bounds.some(({ measure }) => measure === 'ndcg') &&
            ' It is not known what was ordered, so relevance is held for NDCG.'}
        </>
      }
    >
      <Table
        caption="What holds, and what it costs"
        rows={bounds}
        keyOf={({ measure }) => measure}
        columns={[
          {
            key: 'measure',
            head: 'Must hold',
            cell: ({ measure, asked }) => boundInWords(measure, asked),
          },
          {
            key: 'check',
            head: 'On other requests',
            kind: 'number',
            cell: ({ measure }) => {
              const check = checked.get(measure)
              if (!check) return formatValue(null, 'count')
              return (
                <>
                  {formatValue(check.reached, unitOf(measure))} of {formatValue(check.asked, unitOf(measure))}{' '}
                  <Tag kind={check.isKept ? 'good' : 'bad'}>
                    {check.isKept ? 'kept' : 'not kept'}
                    <span className="visually-hidden">: {measureLabel(measure)}</span>
                  </Tag>
                </>
              )
            },
          },
          {
            key: 'best',
            head: 'Best there is',
            kind: 'number',
            cell: ({ measure, best }) => formatValue(best, unitOf(measure)),
          },
          {
            key: 'reached',
            head: 'Reached',
            kind: 'number',
            cell: ({ measure, reached }) => formatValue(reached, unitOf(measure)),
          },
          {
            key: 'price',
            head: <Measure name="boundPrice" />,
            kind: 'number',
            cell: ({ isBinding, pricePerPercent }) => (
              <>
                {formatValue(pricePerPercent, totalUnit(maximise))}{' '}
                {isBinding ? <Tag kind="warn">binds</Tag> : <Tag>holds by itself</Tag>}
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}
