import type { Experiment } from '../../../../client/index.ts'
import { useQuery } from '../../../api/use-query.ts'
import { Link } from '../../../router/link.tsx'
import { formatInstant, formatValue } from '../../../text/format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { QueryView } from '../../../ui/states.tsx'
import { ExperimentResultsPanel } from './experiment-results.tsx'
import { metricWords } from './metrics.ts'
import { StateTag } from './state-tag.tsx'
import { StepButton } from './step-button.tsx'
import '../profiles.css'

/** One experiment: what it asks, how it stands, and its start and stop. */
export function ExperimentDetail({ experimentKey }: { experimentKey: string }) {
  const query = useQuery('GET /v1/admin/experiments/{key}', { params: { key: experimentKey } })
  return (
    <QueryView query={query}>
      {(experiment) => (
        <div className="stack">
          <Panel
            title={
              <>
                {experiment.key} <StateTag state={experiment.state} />
              </>
            }
            hint={experiment.settings.hypothesis}
            actions={
              <>
                {experiment.state === 'draft' && <StepButton experimentKey={experiment.key} step="start" />}
                {experiment.state === 'running' && <StepButton experimentKey={experiment.key} step="stop" />}
                <Link to="profiles" query={{ view: 'experiments' }}>
                  Close
                </Link>
              </>
            }
          >
            <Plan experiment={experiment} />
          </Panel>
          {experiment.started && <ExperimentResultsPanel experiment={experiment} />}
        </div>
      )}
    </QueryView>
  )
}

function Plan({
  experiment: { settings, control, started, stopped, createdAt, createdBy },
}: {
  experiment: Experiment
}) {
  const { variants, scope, traffic, primaryMetric, guardrails, outcomeHours, plannedUsers, plannedStop } =
    settings
  const rows: [string, string][] = [
    [
      'Between',
      variants
        .map(
          ({ key, profile, revision, modelVersion, share }) =>
            `${key}: ${profile}${revision ? ` at revision ${revision}` : ''}${modelVersion ? ` with model ${modelVersion}` : ''}, ${formatValue(share, 'share')} of guests`,
        )
        .join('; '),
    ],
    ['Control', control],
    [
      'Who',
      `${formatValue(traffic, 'share')} of the guests whose requests name ${scope === null ? 'no profile' : scope}`,
    ],
    ['Decided by', metricWords[primaryMetric].label],
    [
      'Guardrails',
      guardrails.length === 0
        ? 'none'
        : guardrails
            .map(
              ({ metric, harm, smallestHarm }) =>
                `stops when ${metricWords[metric].label.toLowerCase()} is proven to ${harm} by more than ${formatValue(smallestHarm, 'share')}`,
            )
            .join('; '),
    ],
    [
      'Counts',
      `what a guest does within ${outcomeHours} hours of the first list; intervals are narrowest at ${formatValue(plannedUsers, 'count')} guests`,
    ],
    ['Planned', `${formatInstant(createdAt)} by ${createdBy}, owner ${settings.owner}`],
    ...(started
      ? ([['Started', `${formatInstant(started.at)} by ${started.by}: “${started.reason}”`]] as [
          string,
          string,
        ][])
      : []),
    ...(plannedStop && !stopped ? ([['Ends', formatInstant(plannedStop)]] as [string, string][]) : []),
    ...(stopped
      ? ([
          [
            'Stopped',
            `${formatInstant(stopped.at)} by ${stopped.by}, by ${stopped.because}: “${stopped.reason}”`,
          ],
        ] as [string, string][])
      : []),
  ]
  return (
    <dl className="settings-words">
      {rows.map(([label, words]) => (
        <div key={label} className="settings-statement">
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}
