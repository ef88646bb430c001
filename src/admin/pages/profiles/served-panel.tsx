import type { AuditRecord, SampledComparison } from '../../../client/index.ts'
import { formatAgo, formatInstant, formatRange, formatValue } from '../../text/format.ts'
import { Announce } from '../../ui/announce.tsx'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Loading } from '../../ui/states.tsx'
import { totals } from '../shared/totals.ts'
import { heldAgainst, inWords } from './held-figures.ts'
import { HeldFigures } from './held-figures.tsx'
import './profiles.css'
import { useNow } from '../../ui/use-now.ts'

interface Props {
  readonly defaultKey: string
  /** the last change of the default; absent: there was none, or it is not known yet */
  readonly last: AuditRecord | undefined
  /** of the profile that is served now; absent: under way */
  readonly report: SampledComparison | undefined
  readonly isBusy: boolean
}

/** Which profile everybody gets, and what changed when it was chosen. */
export function ServedPanel({ defaultKey, last, report, isBusy }: Props) {
  const chosen = last?.subject === defaultKey ? last : undefined
  const previous = previousOf(chosen)
  const held = report && previous ? heldAgainst(report, previous, defaultKey) : null
  const own = report?.sides.find(({ name }) => name === defaultKey)
  return (
    <Panel
      title={
        <>
          Served to everybody: <span className="served-key">{defaultKey}</span>
        </>
      }
      hint={chosen ? <Since record={chosen} /> : 'Whoever names no profile is ranked by it.'}
    >
      {held ? (
        <div className="stack">
          <Announce words={`${defaultKey} against ${held.before.name}: ${inWords(held)}.`} />
          <p>
            Since the switch from <strong>{held.before.name}</strong>:{' '}
            <strong className="served-words">{inWords(held)}.</strong>{' '}
            <span className="soft">
              Both on the same {formatValue(report?.requests, 'count')} past requests, as they are published
              now; <Measure name="interval">95 % intervals</Measure> in brackets.
            </span>
          </p>
          <HeldFigures held={held} />
        </div>
      ) : own ? (
        <Figures>
          {totals.map(({ key, unit }) => (
            <Figure
              key={key}
              label={key === 'orders' ? <Measure name="relevance" /> : <Measure name={key} />}
              value={formatValue(own.totals[key]?.mean, unit)}
              more={<span className="number">{formatRange(own.totals[key], unit)}</span>}
            />
          ))}
        </Figures>
      ) : isBusy ? (
        <Loading lines={2} what="Ranking past requests" />
      ) : (
        <p className="soft">No past request to measure it on.</p>
      )}
    </Panel>
  )
}

function Since({ record }: { record: AuditRecord }) {
  const nowMs = useNow()
  return (
    <>
      Since <time dateTime={record.at}>{formatInstant(record.at)}</time> ({formatAgo(record.at, nowMs)}), by{' '}
      <code>{record.actor}</code>
      {record.reason && <>: “{record.reason}”</>}
    </>
  )
}

/** What was served before; null: it is not known. */
function previousOf(record: AuditRecord | undefined): string | null {
  const detail = record?.detail
  if (typeof detail !== 'object' || detail === null || !('previous' in detail)) return null
  return typeof detail.previous === 'string' ? detail.previous : null
}
