import type { Comparison } from '../../../client/index.ts'
import { Announce } from '../../ui/announce.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { AgreementTable } from './agreement-table.tsx'
import { RanksTable } from './ranks-table.tsx'
import { TotalsTable } from './totals-table.tsx'

/** One request on every side. */
export function RequestResult({ report }: { report: Comparison }) {
  const { sides, pairs, restaurants } = report
  if (restaurants.length === 0) {
    return (
      <Empty title="No restaurant can be shown here">
        None is open and in reach; look at another time, or at closed places too.
      </Empty>
    )
  }
  return (
    <div className="stack">
      <Announce words={`${sides.length} lists of ${restaurants.length} restaurants compared.`} />
      <Panel title="What each list brings" hint="One showing of it; below, the difference to the first side.">
        <TotalsTable sides={sides} />
      </Panel>
      <Panel title="How alike the lists are">
        <AgreementTable pairs={pairs} />
      </Panel>
      <Panel title="Who stands where">
        <RanksTable sides={sides} restaurants={restaurants} />
      </Panel>
    </div>
  )
}
