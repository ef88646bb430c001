import { useMemo } from 'react'
import type { DataQuality, QualityCheck } from '../../../client/index.ts'
import type { Unit } from '../../text/format.ts'
import { formatInstant, formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { boundsInWords, byUrgency, qualityValue, statusKinds, statusWords } from './drift-words.ts'
import { HistoryChart } from './history-chart.tsx'

interface Props {
  readonly of: DataQuality
  /** the key of the check whose history is shown; of none of these: no history */
  readonly check: string
  readonly onLook: (key: string) => void
}

/** What came in on the latest whole day, against the weeks before. */
export function QualityPanel({ of: { computedAt, report, history }, check, onLook }: Props) {
  if (report === null) {
    return (
      <Panel title="Data quality">
        <Empty title="There is no report yet">
          It is made once a day, and a while after the first start.
        </Empty>
      </Panel>
    )
  }
  const checks = byUrgency(report.checks)
  const chosen = checks.find(({ key }) => key === check)
  return (
    <Panel
      title="Data quality"
      hint={`What came in on ${report.day}, against the weeks before. Made ${formatInstant(computedAt)}.`}
      actions={
        <Tag kind={report.raised.length > 0 ? 'bad' : 'good'}>
          {report.raised.length > 0 ? `${report.raised.length} raised` : 'nothing raised'}
        </Tag>
      }
    >
      <div className="stack">
        <Checks checks={checks} chosen={check} onLook={onLook} />
        {chosen && <CheckHistory key={chosen.key} check={chosen} history={history} />}
      </div>
    </Panel>
  )
}

const chartUnits: Readonly<Record<QualityCheck['unit'], Unit>> = {
  rows: 'count',
  share: 'share',
  hours: 'places',
}

function CheckHistory({ check, history }: { check: QualityCheck; history: DataQuality['history'] }) {
  const { key, title, unit } = check
  const points = useMemo(
    () =>
      history.flatMap(({ day, checks }) => {
        const value = checks.find((other) => other.key === key)?.value ?? null
        return value === null ? [] : [{ day, value, threshold: null }]
      }),
    [history, key],
  )
  if (points.length < 2) {
    return <p className="small soft">How it goes from day to day is shown from the second report on.</p>
  }
  const inHours = unit === 'hours' ? ', hours' : ''
  return <HistoryChart title={`${title}${inHours}, by day`} points={points} unit={chartUnits[unit]} />
}

const Checks = ({
  checks,
  chosen,
  onLook,
}: {
  checks: readonly QualityCheck[]
  chosen: string
  onLook: Props['onLook']
}) => (
  <Table
    caption="Checks of the data, the most urgent first"
    rows={checks}
    keyOf={({ key }) => key}
    columns={[
      { key: 'title', head: 'What', cell: ({ title }) => title },
      {
        key: 'status',
        head: 'State',
        cell: ({ status }) => <Tag kind={statusKinds[status]}>{statusWords[status]}</Tag>,
      },
      {
        key: 'value',
        head: 'Measured',
        kind: 'number',
        cell: ({ value, unit, status }) => (
          <span className={status === 'raised' ? 'change-bad' : undefined}>{qualityValue(value, unit)}</span>
        ),
      },
      { key: 'bounds', head: 'Expected', kind: 'number', cell: boundsInWords },
      { key: 'rows', head: 'Rows', kind: 'number', cell: ({ rows }) => formatValue(rows, 'count') },
      {
        key: 'look',
        head: <span className="visually-hidden">Look at it</span>,
        cell: ({ key, title }) => (
          <Button kind="quiet" aria-pressed={key === chosen} onClick={() => onLook(key)}>
            History<span className="visually-hidden"> of {title}</span>
          </Button>
        ),
      },
    ]}
  />
)
