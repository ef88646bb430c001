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
  readonly defaultKey: string | undefined
  readonly state: ProfilesState
  readonly set: SetProfiles
}

/** What publishing the draft would do: to lists, totals and fairness, and what the log says of it. */
export function Preview({ profile, defaultKey, state, set }: Props) {
  const { key, live, draft } = profile
  if (!draft) {
    return (
      <Empty title="There is no draft">
        Edit the settings and save them, or keep what you tried under Try: its consequences stand here then.
      </Empty>
    )
  }
  // What was never published is held against what guests get.
  const base = live ? key : defaultKey
  if (base === undefined) return null
  return (
    <div className="with-aside">
      <SampleForm state={state} set={set} />
      <Consequences profileKey={key} base={base} state={state} />
    </div>
  )
}

interface ConsequencesProps {
  readonly profileKey: string
  /** whose live revision the draft is held against */
  readonly base: string
  readonly state: ProfilesState
}

function Consequences({ profileKey: key, base, state }: ConsequencesProps) {
  const { size, source, seed } = state
  const [live, draft] = [`${base}, live`, `${key}, draft`]
  const input = useMemo(
    () => ({
      body: {
        sample: toSample({ size, source, seed }),
        sides: [
          { profile: base, name: live },
          { profile: `draft:${key}`, name: draft },
        ],
      },
    }),
    [key, base, live, draft, size, source, seed],
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
                    <Link to="compare" query={{ sides: `${base},draft:${key}` }}>
                      See both lists side by side
                    </Link>
                  }
                >
                  <div className="stack">
                    <p>
                      The draft against {base === key ? 'what is live' : `${base}, which is served`}:{' '}
                      <strong>{inWords(held)}.</strong>
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
      <FairnessPanel profileKey={key} base={base} sample={{ size, source, seed }} />
      <EstimatePanel reference={`draft:${key}`} />
    </div>
  )
}
