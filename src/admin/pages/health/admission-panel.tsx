import type { AdmissionState } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'

const classes = ['recommendation', 'ingestion', 'batch'] as const
const names: Readonly<Record<(typeof classes)[number], string>> = {
  recommendation: 'Recommendations',
  ingestion: 'Interactions',
  batch: 'Batches',
}

/** What is let in, and what is refused so that the rest is answered in time. */
export function AdmissionPanel({ of }: { of: AdmissionState }) {
  const { expectedWaitMs, mostWaitMs, inFlight, admitted, refused } = of
  return (
    <Panel
      title={<Measure name="admission" />}
      hint={`A newcomer would wait ${formatValue(expectedWaitMs, 'ms')} for its turn; with more than ${formatValue(mostWaitMs, 'ms')}, recommendations are refused.`}
    >
      <Table
        caption="Requests let in and refused"
        rows={classes}
        keyOf={(name) => name}
        columns={[
          { key: 'class', head: 'Requests', cell: (name) => names[name] },
          {
            key: 'now',
            head: 'Under way',
            kind: 'number',
            cell: (name) => formatValue(inFlight[name], 'count'),
          },
          {
            key: 'admitted',
            head: 'Let in',
            kind: 'number',
            cell: (name) => formatValue(admitted[name], 'count'),
          },
          {
            key: 'refused',
            head: 'Refused',
            kind: 'number',
            cell: (name) => formatValue(refused[name], 'count'),
          },
          {
            key: 'share',
            head: 'Share refused',
            kind: 'number',
            cell: (name) => {
              const all = admitted[name] + refused[name]
              return formatValue(all === 0 ? null : refused[name] / all, 'share')
            },
          },
        ]}
      />
    </Panel>
  )
}
