import type { ShiftReport } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import type { WeightKey } from '../../text/objectives.ts'
import { Measure } from '../../ui/measure.tsx'
import { Empty } from '../../ui/states.tsx'
import { LeftOutPanel } from './left-out-panel.tsx'
import type { SetObjectives, ShownState } from './objectives-state.ts'
import { SweepPanel } from './sweep-panel.tsx'
import { VariantPanel } from './variant-panel.tsx'

interface Props {
  readonly report: ShiftReport
  readonly state: ShownState
  readonly set: SetObjectives
}

/** One list taken apart. */
export function RequestReport({ report, state, set }: Props) {
  if (report.baseline.items.length === 0) {
    return (
      <Empty title="No restaurant can be shown here">
        None is open and in reach, at this place and time.
      </Empty>
    )
  }
  const show = (objective: WeightKey) => set({ objective, point: -1 })
  return (
    <div className="stack">
      <p className="soft">
        {formatValue(report.baseline.items.length, 'count')} restaurants; <Measure name="plan" />{' '}
        {report.baseline.plan.name}, {formatValue(report.baseline.plan.candidates, 'count')} candidates.
      </p>
      <LeftOutPanel report={report} onShow={show} />
      <SweepPanel report={report} state={state} set={set} />
      <VariantPanel report={report} state={state} set={set} />
    </div>
  )
}
