import { useMemo } from 'react'
import type { FrontierReport } from '../../../client/index.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { domainOf } from '../../charts/bar-layout.ts'
import { ContributionBar } from '../../charts/contribution-bar.tsx'
import { formatRelative, formatValue } from '../../text/format.ts'
import { objectiveText, totalUnit } from '../../text/objectives.ts'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Change } from '../../ui/value.tsx'
import { withObjectives } from '../shared/weights.ts'
import { weightsInWords } from './frontier-points.ts'
import { KeepProposal } from './keep-proposal.tsx'
import type { ObjectiveKey } from './trade-offs-state.ts'

interface Props {
  readonly report: FrontierReport
  readonly point: FrontierReport['points'][number]
  readonly profile: string
  readonly profiles: Profiles
}

/** The point that was picked: its weights, what it brings, and the way to a draft. */
export function PickedPoint({ report, point, profile, profiles }: Props) {
  const { weights, totals } = point
  const parts = useMemo(() => Object.entries(weights).map(([key, value]) => ({ key, value })), [weights])
  return (
    <Panel
      title="The point you picked"
      hint={`Means a list; changes are to ${profile}’s own weights, without its guardrails and rules.`}
    >
      <div className="stack">
        <div className="stack-tight">
          <p>{weightsInWords(weights)}</p>
          <ContributionBar parts={parts} domain={domainOf([parts])} />
        </div>
        <Figures>
          {report.objectives.map((key: ObjectiveKey) => {
            const [before, after] = [report.current.totals[key], totals[key] ?? 0]
            return (
              <Figure
                key={key}
                label={objectiveText(key).label}
                value={formatValue(after, totalUnit(key))}
                more={
                  <>
                    <Change
                      of={after - before}
                      unit={totalUnit(key)}
                      better={key === 'wait' ? 'less' : 'more'}
                    />{' '}
                    <span className="number">({formatRelative(before, after)})</span>
                  </>
                }
              />
            )
          })}
        </Figures>
        <KeepProposal
          profiles={profiles}
          standard={profile}
          settingsFor={(live) => ({ ...live, weights: withObjectives(live.weights, weights) })}
        />
      </div>
    </Panel>
  )
}
