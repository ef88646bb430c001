import type { Drift, DriftCheck } from '../../../client/index.ts'
import { formatInstant, formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { DriftDetail } from './drift-detail.tsx'
import { byUrgency, measureInWords, measureTerms, statusKinds, statusWords } from './drift-words.ts'

interface Props {
  readonly of: Drift
  /** the key of the check that is looked at; of none of these: the most urgent */
  readonly check: string
  readonly onLook: (key: string) => void
}

/** What comes in against what the model learnt from: each check with its threshold, and one of them in full. */
export function DriftPanel({ of: { computedAt, report, history }, check, onLook }: Props) {
  if (report === null) {
    return (
      <Panel title={<Measure name="drift" />}>
        <Empty title="There is no report yet">
          It is made once a day, and a while after the first start.
        </Empty>
      </Panel>
    )
  }
  const { window, reference, modelVersion, raised } = report
  const checks = byUrgency(report.checks)
  const chosen = checks.find(({ key }) => key === check) ?? checks.find(({ cells }) => cells.length > 0)
  return (
    <Panel
      title={<Measure name="drift" />}
      hint={
        <>
          {window.from} to {window.to}
          {reference && ` against ${reference.from} to ${reference.to}`}
          {modelVersion && (
            <>
              , which <code>{modelVersion}</code> learnt from
            </>
          )}
          . Made {formatInstant(computedAt)}.
        </>
      }
      actions={
        <Tag kind={raised.length > 0 ? 'bad' : 'good'}>
          {raised.length > 0 ? `${raised.length} raised` : 'nothing raised'}
        </Tag>
      }
    >
      <div className="stack">
        <Checks checks={checks} chosen={chosen?.key} onLook={onLook} />
        {chosen && <DriftDetail key={chosen.key} check={chosen} history={history} />}
      </div>
    </Panel>
  )
}

const Checks = ({
  checks,
  chosen,
  onLook,
}: {
  checks: readonly DriftCheck[]
  chosen: string | undefined
  onLook: Props['onLook']
}) => (
  <Table
    caption="Drift checks, the most urgent first"
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
        key: 'measures',
        head: 'Measured, of the threshold',
        cell: ({ measures }) =>
          measures.length === 0 ? (
            <span className="soft">–</span>
          ) : (
            <span className="stack-tight">
              {measures.map((measure) => (
                <span key={measure.key} className="nowrap">
                  <Measure name={measureTerms[measure.key]} />{' '}
                  <span className={measure.isBeyond ? 'change-bad number' : 'number'}>
                    {measureInWords(measure)}
                  </span>
                </span>
              ))}
            </span>
          ),
      },
      { key: 'streak', head: <Measure name="streak" />, kind: 'number', cell: ({ streak }) => streak },
      {
        key: 'rows',
        head: 'Rows',
        kind: 'number',
        cell: ({ windowRows, referenceRows }) =>
          `${formatValue(windowRows, 'count')} / ${formatValue(referenceRows, 'count')}`,
      },
      {
        key: 'look',
        head: <span className="visually-hidden">Look at it</span>,
        cell: ({ key, title, cells }) =>
          cells.length > 0 && (
            <Button kind="quiet" aria-pressed={key === chosen} onClick={() => onLook(key)}>
              {key === chosen ? 'Below' : 'Show'}
              <span className="visually-hidden"> {title}</span>
            </Button>
          ),
      },
    ]}
  />
)
