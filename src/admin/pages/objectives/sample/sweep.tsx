import { useMemo } from 'react'
import type { SampledShift } from '../../../../client/index.ts'
import { IntervalLine } from '../../../charts/interval-line.tsx'
import { formatInterval, formatValue } from '../../../text/format.ts'
import { glossary, inSentence } from '../../../text/glossary.ts'
import { objectiveColour, objectiveText } from '../../../text/objectives.ts'
import { Panel } from '../../../ui/panel.tsx'
import { type SetObjectives, type ShownState, totalUnits } from '../objectives-state.ts'
import { SweepChoice } from '../sweep-choice.tsx'

type Sweep = SampledShift['sweeps'][number]

interface Props {
  readonly report: SampledShift
  readonly state: ShownState
  readonly set: SetObjectives
}

/** One weight from nothing to all, on average over past lists, with bands of what is not chance. */
export function SampledSweep({ report, state, set }: Props) {
  const sweep = report.sweeps.find(({ objective }) => objective === state.objective)
  return (
    <Panel
      title="One weight from nothing to all"
      hint="What a list would gain or lose on average against the profile’s own, with a band of its 95 % interval; the other weights keep their ratios. Dashed: where the profile stands, and where the planner changes its plan."
    >
      <div className="stack">
        <SweepChoice
          objectives={report.sweeps.map(({ objective }) => objective)}
          objective={state.objective}
          total={state.total}
          set={set}
        />
        {sweep && <SweepChart sweep={sweep} total={state.total} />}
        {sweep && <Switches sweep={sweep} requests={report.requests} />}
      </div>
    </Panel>
  )
}

function SweepChart({ sweep, total }: { sweep: Sweep; total: ShownState['total'] }) {
  const { label } = objectiveText(sweep.objective)
  const series = useMemo(
    () => [
      {
        name: label,
        colour: objectiveColour(sweep.objective),
        points: sweep.points.flatMap(({ share, change }) => {
          const y = change[total]
          return y === null ? [] : [{ x: share, y }]
        }),
      },
    ],
    [sweep, total, label],
  )
  const marks = useMemo(
    () => [
      { x: sweep.share, label: 'now' },
      ...sweep.switches.flatMap(({ share, to }) =>
        share === null ? [] : [{ x: share.mean, label: `${to.name} ${to.candidates}` }],
      ),
    ],
    [sweep],
  )
  return (
    <IntervalLine
      title={`Change in ${inSentence(glossary[total].label)} as ${label} takes more of the weight`}
      series={series}
      marks={marks}
      x={{ label: `${label}, share of the weight`, unit: 'share' }}
      y={{ label: `Change in ${inSentence(glossary[total].label)}`, unit: totalUnits[total], isChange: true }}
    />
  )
}

/** In how many requests the planner takes a simpler plan, and at which price on time. */
function Switches({ sweep, requests }: { sweep: Sweep; requests: number }) {
  if (sweep.objective !== 'latency') return null
  if (sweep.switches.length === 0) return <p className="soft">At no price on time does a plan change.</p>
  return (
    <ul className="stack-tight" aria-label="Where plans change">
      {sweep.switches.map(({ from, to, share, requests: changed }) => (
        <li key={`${from.name}${from.candidates}/${to.name}${to.candidates}`}>
          In {formatValue(changed, 'count')} of {formatValue(requests, 'count')} requests from {from.name},{' '}
          {formatValue(from.candidates, 'count')} candidates, to {to.name},{' '}
          {formatValue(to.candidates, 'count')}: at{' '}
          <span className="number">{formatInterval(share, 'share')}</span> on latency
        </li>
      ))}
    </ul>
  )
}
