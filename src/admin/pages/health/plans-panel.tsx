import { useMemo } from 'react'
import type { PlannerState } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { PlanTimes } from './plan-times.tsx'
import { ShareBar } from './share-bar.tsx'

/** The mix of plans, and whether each takes as long as was predicted. */
export function PlansPanel({ of: { plans } }: { of: PlannerState }) {
  const used = useMemo(() => plans.filter(({ answers }) => answers > 0), [plans])
  const timed = useMemo(
    () => used.filter(({ p95Ms, predictedP95Ms }) => p95Ms !== null && predictedP95Ms !== null),
    [used],
  )
  return (
    <Panel
      title="Plans"
      hint={
        <>
          Which <Measure name="plan">plan</Measure> answered, and its p95 as predicted and as it was.
        </>
      }
    >
      {used.length === 0 ? (
        <Empty title="Nothing was asked for yet">
          Since the process started, no recommendation was made. Those of Try and Compare are not counted
          here.
        </Empty>
      ) : (
        <div className="stack">
          <Table
            caption="Plans that answered"
            rows={used}
            keyOf={({ name, candidates }) => `${name}/${candidates}`}
            columns={[
              {
                key: 'plan',
                head: 'Plan',
                cell: ({ name, candidates }) => `${name}, ${formatValue(candidates, 'count')} candidates`,
              },
              { key: 'mix', head: <Measure name="planMix" />, cell: ({ share }) => <ShareBar of={share} /> },
              {
                key: 'answers',
                head: 'Answers',
                kind: 'number',
                cell: ({ answers }) => formatValue(answers, 'count'),
              },
              {
                key: 'median',
                head: 'Median',
                kind: 'number',
                cell: ({ medianMs }) => formatValue(medianMs, 'ms'),
              },
              { key: 'p95', head: 'p95', kind: 'number', cell: ({ p95Ms }) => formatValue(p95Ms, 'ms') },
              {
                key: 'predicted',
                head: 'Predicted p95',
                kind: 'number',
                cell: ({ predictedP95Ms }) => formatValue(predictedP95Ms, 'ms'),
              },
              {
                key: 'coverage',
                head: <Measure name="planCoverage" />,
                kind: 'number',
                cell: ({ coverage }) => formatValue(coverage, 'share'),
              },
              {
                key: 'budget',
                head: <Measure name="withinBudget" />,
                kind: 'number',
                cell: ({ withinBudget }) => formatValue(withinBudget, 'share'),
              },
            ]}
          />
          {timed.length > 0 && <PlanTimes plans={timed} />}
        </div>
      )}
    </Panel>
  )
}
