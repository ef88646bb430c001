import type { PlannerState } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'

/** Whether answers keep their time, and where it goes. */
export function PlannerFigures({ of }: { of: PlannerState }) {
  const { answers, withinBudget, coverage, lookUpMs, answerMs, eventLoopDelayMs, waiting, turnMs } = of
  const busiest = [...of.plans].sort((a, b) => b.share - a.share)[0]
  return (
    <Panel
      title="Time"
      hint={`Of recommendations of late, where one of ${formatValue(of.halfLifeSeconds, 'count')} s ago counts half.`}
    >
      <Figures>
        <Figure
          label={<Measure name="withinBudget" />}
          value={formatValue(withinBudget, 'share')}
          more={`${formatValue(answers, 'count')} answers since the start${
            withinBudget === null && answers > 0 ? ', none of late' : ''
          }`}
        />
        <Figure
          label={<Measure name="planCoverage" />}
          value={formatValue(coverage, 'share')}
          more="95 % or a little above is right"
        />
        <Figure
          label="Median"
          value={formatValue(busiest?.medianMs, 'ms')}
          more={busiest?.medianMs ? `of ${busiest.name}, ${busiest.candidates}` : undefined}
        />
        <Figure
          label="p95"
          value={formatValue(busiest?.p95Ms, 'ms')}
          more={busiest?.p95Ms ? `of ${busiest.name}, ${busiest.candidates}` : undefined}
        />
        <Figure label="Guest looked up, p95" value={formatValue(lookUpMs, 'ms')} />
        <Figure label="Answer sent, p95" value={formatValue(answerMs, 'ms')} />
        <Figure
          label={<Measure name="eventLoopDelay" />}
          value={formatValue(eventLoopDelayMs, 'ms')}
          more={`${formatValue(waiting, 'count')} rankings wait; a turn takes ${formatValue(turnMs, 'ms')}`}
        />
      </Figures>
    </Panel>
  )
}
