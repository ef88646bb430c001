import type { ModelChannel } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { Link } from '../../router/link.tsx'
import { formatAgo, formatInstant } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { PinChannel } from './pin-channel.tsx'
import { RollBack } from './roll-back.tsx'
import './models.css'
import { useNow } from '../../ui/use-now.ts'

/** What each channel serves, since when and why; the way back. */
export function ChannelsPanel({ channels }: { channels: readonly ModelChannel[] }) {
  return (
    <Panel
      title="Served now"
      hint={
        <>
          Each profile follows a <Measure name="channel">channel</Measure>.
        </>
      }
    >
      {channels.length === 0 ? (
        <Empty title="No model is served">
          Lists are made by popularity and own orders alone. Train a model.
        </Empty>
      ) : (
        <ul className="channels">
          {channels.map((channel) => (
            <Channel key={channel.channel} of={channel} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Channel({ of }: { of: ModelChannel }) {
  const { can } = useSession()
  const nowMs = useNow()
  const { channel, version, previous, changedAt, changedBy, reason, pinned } = of
  return (
    <li className="stack-tight channel" aria-label={channel}>
      <div className="row">
        <h3>{channel}</h3>
        {pinned && (
          <Tag kind="warn">
            <Measure name="pin">pinned</Measure>
          </Tag>
        )}
      </div>
      <p className="channel-version">
        <Link to="models" query={{ version }}>
          {version}
        </Link>
      </p>
      <p className="small soft">
        Since <time dateTime={changedAt}>{formatInstant(changedAt)}</time> ({formatAgo(changedAt, nowMs)}), by{' '}
        <code>{changedBy}</code>: {reason}
      </p>
      <div className="row">
        {previous !== null && can('POST /v1/admin/models/rollback') && (
          <RollBack channel={channel} version={version} previous={previous} />
        )}
        {can('POST /v1/admin/models/{version}/promote') && <PinChannel of={of} />}
      </div>
    </li>
  )
}
