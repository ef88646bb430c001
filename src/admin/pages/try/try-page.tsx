import { useUrlState } from '../../router/use-url-state.ts'
import { degradedInWords } from '../../text/degraded.ts'
import { formatChange } from '../../text/format.ts'
import { Announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyLink } from '../../ui/copy-link.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { MakeDefault } from '../shared/make-default.tsx'
import { RequestForm } from '../shared/request-form.tsx'
import { useFirstGuest } from '../shared/use-first-guest.ts'
import { WhyNotPanel } from '../shared/why-not/why-not-panel.tsx'
import { ListPanel } from './list-panel.tsx'
import { MovesPanel } from './moves-panel.tsx'
import { ProfileControls } from './profile-controls.tsx'
import { SaveDraft } from './save-draft.tsx'
import { TotalsPanel } from './totals-panel.tsx'
import { isMoved, type TryState, toWhyNotBody, tryFields } from './try-state.ts'
import { type Tried, useTry } from './use-try.ts'

export default function TryPage() {
  const [state, set] = useUrlState(tryFields)
  const isReady = useFirstGuest(set)
  const { profiles, profilesQuery, profile, compared } = useTry(state, isReady)
  const settings = profile?.live?.settings
  return (
    <>
      <PageHead
        title="Try"
        hint="A list as a guest would see it, and what every weight does to it. Trying changes nothing for anybody."
        actions={
          <>
            {profile && isMoved(state) && <SaveDraft profile={profile} state={state} />}
            {profile && !isMoved(state) && (
              <MakeDefault profileKey={profile.key} defaultKey={profiles?.defaultKey} />
            )}
            <CopyLink />
          </>
        }
      />
      <div className="with-aside">
        <div className="stack">
          <RequestForm state={state} set={set} />
          <QueryView query={profilesQuery}>
            {() =>
              profiles && profile && settings ? (
                <ProfileControls
                  profiles={profiles}
                  profileKey={profile.key}
                  settings={settings}
                  state={state}
                  set={set}
                />
              ) : (
                <Empty title="No such profile">
                  <Button onClick={() => set({ profile: '' })}>Take the default</Button>
                </Empty>
              )
            }
          </QueryView>
        </div>
        <div className="stack">
          <QueryView query={compared}>
            {(tried) => <Results tried={tried} state={state} set={set} />}
          </QueryView>
          <WhyNotPanel
            restaurant={state.missing}
            onChange={(missing) => set({ missing }, 'push')}
            asked={profile && settings ? toWhyNotBody(profile.key, settings, state) : null}
          />
        </div>
      </div>
    </>
  )
}

interface ResultsProps {
  readonly tried: Tried
  readonly state: TryState
  readonly set: (patch: Partial<TryState>) => void
}

function Results({ tried, state, set }: ResultsProps) {
  const { report, side, base } = tried
  const isUnknown = state.user !== '' && !report.user.known
  if (side.items.length === 0) {
    return (
      <Empty title="No restaurant can be shown here">
        <p>None is open and in reach, at this place and time.</p>
        <Button onClick={() => set({ open: false })}>Show closed places too</Button>
      </Empty>
    )
  }
  return (
    <div className="stack">
      <Announce words={inWords(tried)} />
      {(report.degraded.length > 0 || isUnknown) && (
        <p className="row">
          {isUnknown && <Tag kind="warn">No such guest: a list for somebody new</Tag>}
          {report.degraded.map((reason) => (
            <Tag key={reason} kind="warn">
              {degradedInWords(reason)}
            </Tag>
          ))}
        </p>
      )}
      <TotalsPanel side={side} base={base} />
      <ListPanel side={side} base={base} bars={state.bars} onBars={(bars) => set({ bars })} />
      <MovesPanel report={report} side={side} base={base} />
    </div>
  )
}

/** What a screen reader says when the list has moved. */
function inWords({ side, base }: Tried): string {
  const first = side.items[0]?.restaurant.name
  const change = base
    ? ` Expected orders ${formatChange(side.change.orders, 'orders')}, revenue ${formatChange(side.change.revenue, 'money')}.`
    : ''
  return `${side.items.length} restaurants, ${first} first.${change}`
}
