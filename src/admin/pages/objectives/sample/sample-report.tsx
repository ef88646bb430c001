import type { SampledShift } from '../../../../client/index.ts'
import { formatValue } from '../../../text/format.ts'
import type { WeightKey } from '../../../text/objectives.ts'
import { Announce } from '../../../ui/announce.tsx'
import { Empty } from '../../../ui/states.tsx'
import { PricesPanel } from '../../shared/prices-panel.tsx'
import type { SetObjectives, ShownState } from '../objectives-state.ts'
import { SampledLeftOut } from './left-out.tsx'
import { SampledSweep } from './sweep.tsx'

interface Props {
  readonly report: SampledShift
  readonly state: ShownState
  readonly set: SetObjectives
}

/** Past lists taken apart: what each objective did on average, with intervals. */
export function SampleReport({ report, state, set }: Props) {
  const { requests, users, empty, source } = report
  if (requests === 0) {
    return (
      <Empty title="No past request to take apart">
        Recommendations that are asked for are logged a moment later; orders can be imported.
      </Empty>
    )
  }
  const words = `${formatValue(requests, 'count')} past requests of ${formatValue(users, 'count')} guests`
  const show = (objective: WeightKey) => set({ objective })
  return (
    <div className="stack">
      <Announce words={`Taken apart: ${words}.`} />
      <p className="soft">
        {words} from {source === 'log' ? 'the log' : 'moments before orders'}
        {empty > 0 && `, ${formatValue(empty, 'count')} of them without any list`}.
      </p>
      <SampledLeftOut report={report} onShow={show} />
      <SampledSweep report={report} state={state} set={set} />
      {report.prices.length > 0 && <PricesPanel report={report} />}
    </div>
  )
}
