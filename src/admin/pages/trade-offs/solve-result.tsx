import type { SolveReport } from '../../../client/index.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { domainOf } from '../../charts/bar-layout.ts'
import { ContributionBar } from '../../charts/contribution-bar.tsx'
import { formatValue } from '../../text/format.ts'
import { inOrder, objectiveText, totalUnit } from '../../text/objectives.ts'
import { Announce } from '../../ui/announce.tsx'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Differences } from '../profiles/differences.tsx'
import { BoundsPanel } from './bounds-panel.tsx'
import { Infeasible } from './infeasible.tsx'
import { KeepProposal } from './keep-proposal.tsx'
import { PredictedPanel } from './predicted-panel.tsx'

interface Props {
  readonly report: SolveReport
  readonly profile: string
  readonly profiles: Profiles
}

const statusWords = {
  optimal: ['good', 'solved'],
  infeasible: ['bad', 'cannot be had together'],
  'no-single-profile': ['warn', 'no single weights keep it exactly'],
} as const

/** The answer: weights with what they bring where they were not fitted, or why there are none. */
export function SolveResult({ report, profile, profiles }: Props) {
  const { status, maximise, settings, value, gap } = report
  const [kind, words] = statusWords[status]
  const aim = objectiveText(maximise).label
  return (
    <div className="stack">
      <Announce words={`${aim}: ${words}.`} />
      <Panel
        title={
          <>
            The most {aim.toLowerCase()} <Tag kind={kind}>{words}</Tag>
          </>
        }
        hint={`Fitted on ${formatValue(report.fitted, 'count')} past requests, tried on ${formatValue(report.heldOut, 'count')} of other guests.`}
      >
        <div className="stack">
          <Infeasible report={report} />
          {settings && (
            <>
              <Figures>
                <Figure
                  label={aim}
                  value={formatValue(value, totalUnit(maximise))}
                  more="a list, where it was fitted"
                />
                <Figure
                  label={<Measure name="gap" />}
                  value={formatValue(report.newPlacesFloor?.gap ?? gap, 'probability')}
                  more="below what no lists can pass"
                />
                {report.latency?.plan && (
                  <Figure
                    label={<Measure name="plan" />}
                    value={report.latency.plan.name}
                    more={`${formatValue(report.latency.plan.candidates, 'count')} candidates, p95 ${formatValue(report.latency.predictedMs, 'ms')}`}
                  />
                )}
              </Figures>
              <Weights weights={settings.weights} />
              {report.newPlacesFloor && (
                <p>
                  New places get a floor of {formatValue(report.newPlacesFloor.minShare, 'share')} of each
                  list’s attention.
                </p>
              )}
              <KeepProposal
                profiles={profiles}
                standard={profile}
                settingsFor={({ stakeholder, description }) => ({ ...settings, stakeholder, description })}
              />
              <Differences
                caption={`What it changes of ${profile}`}
                differences={report.changes}
                from={profile}
                to="Proposal"
              />
            </>
          )}
        </div>
      </Panel>
      <PredictedPanel report={report} />
      <BoundsPanel report={report} />
    </div>
  )
}

function Weights({ weights }: { weights: Readonly<Record<string, number>> }) {
  const keys = inOrder(Object.keys(weights)).filter((key) => (weights[key] ?? 0) > 0)
  const sum = keys.reduce((total, key) => total + (weights[key] ?? 0), 0)
  const parts = keys.map((key) => ({ key, value: weights[key] ?? 0 }))
  return (
    <div className="stack-tight">
      <p>
        Weights:{' '}
        {parts
          .map(({ key, value }) => `${objectiveText(key).label} ${formatValue(value / sum, 'share')}`)
          .join(', ')}
      </p>
      <ContributionBar parts={parts} domain={domainOf([parts])} />
    </div>
  )
}
