import { useEffect, useState } from 'react'
import type { Readiness } from '../../../client/index.ts'
import { useConnection } from '../../api/connection.ts'
import { useQuery } from '../../api/use-query.ts'
import { Announce } from '../../ui/announce.tsx'
import { Panel } from '../../ui/panel.tsx'
import { QueryView } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { poll } from './poll.ts'
import './health.css'

type Status = Readiness['status'] | 'away'

const statusWords: Readonly<Record<Status, string>> = {
  ok: 'All is well',
  degraded: 'It answers, though something is missing',
  starting: 'It is starting',
  failing: 'It cannot answer',
  stopping: 'It is stopping',
  away: 'It does not answer',
}

const statusKinds: Readonly<Record<Status, 'good' | 'bad' | 'warn'>> = {
  ok: 'good',
  degraded: 'warn',
  starting: 'warn',
  failing: 'bad',
  stopping: 'warn',
  away: 'bad',
}

const partNames: Readonly<Record<string, string>> = {
  snapshot: 'Snapshot',
  database: 'Database',
  models: 'Models',
  'decision-log': 'Decision log',
}

/** Whether the service is ready, part by part. */
export function StatusPanel({ isLive }: { isLive: boolean }) {
  const readiness = useQuery('GET /health/ready', {}, poll(isLive))
  const connection = useConnection()
  return (
    <Panel
      title="Ready"
      hint={<AsOf data={readiness.data} isLive={isLive} />}
      actions={readiness.data && <Summary status={connection === 'away' ? 'away' : readiness.data.status} />}
    >
      <QueryView query={readiness}>{({ checks }) => <Parts of={checks} />}</QueryView>
    </Panel>
  )
}

const Summary = ({ status }: { status: Status }) => (
  <>
    <Tag kind={statusKinds[status]}>{statusWords[status]}</Tag>
    <Announce words={statusWords[status]} />
  </>
)

function Parts({ of }: { of: Readiness['checks'] }) {
  return (
    <ul className="health-parts">
      {Object.entries(of).map(([name, { ok, detail }]) => (
        <li key={name} className="health-part">
          <Tag kind={ok ? 'good' : 'bad'}>{ok ? 'well' : 'not well'}</Tag>
          <span>
            {partNames[name] ?? name}
            {detail && <span className="small soft"> {detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** When the latest answer came. */
function AsOf({ data, isLive }: { data: unknown; isLive: boolean }) {
  const [at, setAt] = useState<Date | null>(null)
  useEffect(() => {
    if (data !== undefined) setAt(new Date())
  }, [data])
  if (at === null) return null
  return (
    <>
      As of {clock.format(at)}
      {isLive ? '' : ', and not refreshed by itself'}.
    </>
  )
}
