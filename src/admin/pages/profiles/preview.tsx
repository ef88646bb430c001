import { useMemo } from 'react'
import type { Profile } from '../../../client/index.ts'
import { useQuery } from '../../api/use-query.ts'
import { Link } from '../../router/link.tsx'
import { formatValue } from '../../text/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { SampleForm } from '../shared/sample-form.tsx'
import { SampleResult } from '../shared/sample-result.tsx'
import { toSample } from '../shared/sample-state.ts'
import { asSampled } from '../shared/use-standing.ts'
import { EstimatePanel } from './estimate-panel.tsx'
import { FairnessPanel } from './fairness-panel.tsx'
import { heldAgainst, inWords } from './held-figures.ts'
import { HeldFigures } from './held-figures.tsx'
import type { ProfilesState, SetProfiles } from './profiles-state.ts'

interface Props {
  readonly profile: Profile
  readonly state: ProfilesState
  readonly set: SetProfiles
}

/** What publishing the draft would do: to lists, totals and fairness, and what the log says of it. */
export function Preview({ profile, state, set }: Props) {
  const { key, live, draft } = profile
  if (!draft) {
    return (
      <Empty title="There is no draft">
        Edit the settings and save them, or keep what you tried under Try: its consequences stand here then.
      </Empty>
    )
  }
  if (!live) {
    return (
      <div className="stack">
        <Empty title="Nothing is live to hold it against">What the log says of it stands below.</Empty>
        <EstimatePanel reference={`draft:${key}`} />
      </div>
    )
  }
  return (
    <div className="with-aside">
      <SampleForm state={state} set={set} />
      <Consequences profileKey={key} state={state} />
    </div>
  )
}

function Consequences({ profileKey: key, state }: { profileKey: string; state: ProfilesState }) {
  const { size, source, seed } = state
  const [live, draft] = [`${key}, live`, `${key}, draft`]
  const input = useMemo(
    () => ({
      body: {
        sample: toSample({ size, source, seed }),
        sides: [
          { profile: key, name: live },
          { profile: `draft:${key}`, name: draft },
        ],
      },
    }),
    [key, live, draft, size, source, seed],
  )
  const query = asSampled(useQuery('POST /v1/admin/objectives/compare', input))
  return (
    <div className="stack">
      <UnderWay
        label={`Ranking ${formatValue(size, 'count')} past requests, live and by the draft`}
        query={query}
      />
      <QueryView query={query}>
        {(report) => {
          const held = heldAgainst(report, live, draft)
          return (
            <div className="stack">
              {held && (
                <Panel
                  title="In short"
                  actions={
                    <Link to="compare" query={{ sides: `${key},draft:${key}` }}>
                      See both lists side by side
                    </Link>
                  }
                >
                  <div className="stack">
                    <p>
                      The draft against what is live: <strong>{inWords(held)}.</strong>
                    </p>
                    <HeldFigures held={held} />
                  </div>
                </Panel>
              )}
              <SampleResult report={report} />
            </div>
          )
        }}
      </QueryView>
      <FairnessPanel profileKey={key} sample={{ size, source, seed }} />
      <EstimatePanel reference={`draft:${key}`} />
    </div>
  )
}
