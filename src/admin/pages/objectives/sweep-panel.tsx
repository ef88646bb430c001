import { useMemo } from 'react'
import type { ShiftReport } from '../../../client/index.ts'
import { IntervalLine } from '../../charts/interval-line.tsx'
import { formatValue } from '../../text/format.ts'
import { glossary } from '../../text/glossary.ts'
import { objectiveColour, objectiveText } from '../../text/objectives.ts'
import { Panel } from '../../ui/panel.tsx'
import { type SetObjectives, type ShownState, type TotalKey, totalUnits } from './objectives-state.ts'
import { SweepChoice } from './sweep-choice.tsx'

type Sweep = ShiftReport['sweeps'][number]

interface Props {
  readonly report: ShiftReport
  readonly state: ShownState
  readonly set: SetObjectives
}

/** One weight from nothing to all, and what that does to the list; for latency also where the plan changes. */
export function SweepPanel({ report, state: { objective, total }, set }: Props) {
  const sweep = report.sweeps.find((each) => each.objective === objective)
  return (
    <Panel
      title="One weight from nothing to all"
      hint="The other weights keep their ratios. Dashed: where the profile stands, and where the planner changes its plan."
    >
      <div className="stack">
        <SweepChoice
          objectives={report.sweeps.map((each) => each.objective)}
          objective={objective}
          total={total}
          set={set}
        />
        {sweep && <SweepChart sweep={sweep} total={total} />}
        {sweep && <Switches sweep={sweep} />}
      </div>
    </Panel>
  )
}

function SweepChart({ sweep, total }: { sweep: Sweep; total: TotalKey }) {
  const { label } = objectiveText(sweep.objective)
  const series = useMemo(
    () => [
      {
        name: label,
        colour: objectiveColour(sweep.objective),
        points: sweep.points.flatMap(({ share, totals }) => {
          const mean = totals[total]
          return mean === null ? [] : [{ x: share, y: { mean, low: null, high: null } }]
        }),
      },
    ],
    [sweep, total, label],
  )
  const marks = useMemo(
    () => [
      { x: sweep.share, label: 'now' },
      ...sweep.switches.map(({ share, to }) => ({ x: share, label: `${to.name} ${to.candidates}` })),
    ],
    [sweep],
  )
  return (
    <IntervalLine
      title={`${glossary[total].label} as ${label} takes more of the weight`}
      series={series}
      marks={marks}
      x={{ label: `${label}, share of the weight`, unit: 'share' }}
      y={{ label: glossary[total].label, unit: totalUnits[total] }}
    />
  )
}

/** At which price on time the planner takes a simpler plan. */
function Switches({ sweep }: { sweep: Sweep }) {
  if (sweep.objective !== 'latency') return null
  if (sweep.switches.length === 0) return <p className="soft">At no price on time does the plan change.</p>
  return (
    <ul className="stack-tight" aria-label="Where the plan changes">
      {sweep.switches.map(({ share, from, to }) => (
        <li key={share}>
          At <span className="number">{formatValue(share, 'share')}</span> on latency: from{' '}
          {planInWords(from)} to {planInWords(to)}
        </li>
      ))}
    </ul>
  )
}

type Plan = ShiftReport['baseline']['plan']
const planInWords = ({ name, candidates, predictedMs }: Plan) =>
  `${name}, ${formatValue(candidates, 'count')} candidates, ${formatValue(predictedMs, 'ms')}`
