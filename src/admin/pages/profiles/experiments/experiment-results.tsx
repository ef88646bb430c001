import { useMemo } from 'react'
import type { Experiment, ExperimentResults } from '../../../../client/index.ts'
import { useQuery } from '../../../api/use-query.ts'
import { IntervalDots } from '../../../charts/interval-dots.tsx'
import { seriesColour } from '../../../charts/series-colour.ts'
import { formatInstant, formatInterval, formatValue } from '../../../text/format.ts'
import { Measure } from '../../../ui/measure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { QueryView } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { IntervalValue } from '../../../ui/value.tsx'
import { metricWords } from './metrics.ts'

const pollMs = 30_000

/** What an experiment has found so far. */
export function ExperimentResultsPanel({ experiment: { key } }: { experiment: Experiment }) {
  const query = useQuery(
    'GET /v1/admin/experiments/{key}/results',
    { params: { key } },
    { pollMs: ({ state }) => (state === 'running' ? pollMs : null) },
  )
  return (
    <QueryView query={query}>
      {(results) => (
        <div className="stack">
          <Panel
            title="What it found"
            hint={
              <>
                As of {formatInstant(results.asOf)}. Differences are to {results.control}, with{' '}
                <Measure name="anytimeInterval" />.
              </>
            }
          >
            <div className="stack">
              <Split results={results} />
              <Charts results={results} />
              <Metrics results={results} />
            </div>
          </Panel>
          {results.guardrails.length > 0 && (
            <Panel title="Guardrails" hint="A breach that is proven stops the experiment by itself.">
              <Guardrails results={results} />
            </Panel>
          )}
        </div>
      )}
    </QueryView>
  )
}

function Split({ results: { enrolled, sampleRatio } }: { results: ExperimentResults }) {
  const shares = enrolled
    .map(
      ({ variant, users, share, plannedShare }) =>
        `${variant} ${formatValue(users, 'count')} (${formatValue(share, 'share')}, planned ${formatValue(plannedShare, 'share')})`,
    )
    .join(', ')
  return (
    <p className="row">
      <Measure name="sampleRatio" />
      <Tag kind={sampleRatio.mismatch ? 'bad' : 'good'}>
        {sampleRatio.mismatch ? 'not as planned: trust no figure' : 'as planned'}
      </Tag>
      <span>
        {shares}; <Measure name="pValue" /> {formatValue(sampleRatio.pValue, 'index')}
      </span>
    </p>
  )
}

/** A chart a metric of which there is a difference. */
function Charts({ results: { metrics } }: { results: ExperimentResults }) {
  const charts = useMemo(
    () =>
      metrics.flatMap(({ key, variants }) => {
        const rows = variants.flatMap(({ variant, difference }, index) =>
          difference
            ? [
                {
                  name: variant,
                  colour: seriesColour(index),
                  value: { mean: difference.estimate, low: difference.low, high: difference.high },
                },
              ]
            : [],
        )
        return rows.length > 0 ? [{ key, rows }] : []
      }),
    [metrics],
  )
  if (charts.length === 0) {
    return (
      <p className="soft">
        Nothing is said before a variant has 100 guests whose time is over, 30 of whom did something.
      </p>
    )
  }
  return (
    <div className="grid">
      {charts.map(({ key, rows }) => (
        <IntervalDots
          key={key}
          title={`Difference in ${metricWords[key].label.toLowerCase()}`}
          rows={rows}
          unit={metricWords[key].unit}
          isChange
        />
      ))}
    </div>
  )
}

function Metrics({ results: { metrics } }: { results: ExperimentResults }) {
  const rows = metrics.flatMap((metric) => metric.variants.map((own) => ({ metric, ...own })))
  return (
    <Table
      caption="Figures of each variant"
      rows={rows}
      keyOf={({ metric, variant }) => `${metric.key}/${variant}`}
      columns={[
        {
          key: 'metric',
          head: 'Measure',
          cell: ({ metric }) => (
            <>
              {metricWords[metric.key].label} {metric.isPrimary && <Tag kind="accent">decides</Tag>}
            </>
          ),
        },
        { key: 'variant', head: 'Variant', cell: ({ variant }) => variant },
        { key: 'users', head: 'Guests', kind: 'number', cell: ({ users }) => formatValue(users, 'count') },
        {
          key: 'value',
          head: 'Value',
          kind: 'number',
          cell: ({ metric, value }) => formatValue(value, metricWords[metric.key].unit),
        },
        {
          key: 'difference',
          head: 'Difference',
          kind: 'number',
          cell: ({ metric, difference }) => (
            <IntervalValue
              of={difference && { mean: difference.estimate, low: difference.low, high: difference.high }}
              unit={metricWords[metric.key].unit}
              isChange
              better={metric.better}
            />
          ),
        },
        {
          key: 'lift',
          head: <Measure name="lift" />,
          kind: 'number',
          cell: ({ difference }) =>
            formatInterval(
              difference?.lift == null ? null : { mean: difference.lift, low: null, high: null },
              'share',
              true,
            ),
        },
        {
          key: 'p',
          head: <Measure name="pValue" />,
          kind: 'number',
          cell: ({ difference }) => formatValue(difference?.pValue, 'index'),
        },
      ]}
    />
  )
}

const Guardrails = ({ results: { guardrails } }: { results: ExperimentResults }) => (
  <Table
    caption="How the guardrails stand"
    rows={guardrails}
    keyOf={({ metric, harm, variant }) => `${metric}/${harm}/${variant}`}
    columns={[
      {
        key: 'metric',
        head: 'Guardrail',
        cell: ({ metric, harm, smallestHarm }) =>
          `${metricWords[metric].label}: no ${harm} of more than ${formatValue(smallestHarm, 'share')}`,
      },
      { key: 'variant', head: 'Variant', cell: ({ variant }) => variant },
      {
        key: 'harm',
        head: <Measure name="provenHarm" />,
        kind: 'number',
        cell: ({ provenHarm }) => formatValue(provenHarm, 'share'),
      },
      {
        key: 'state',
        head: 'Stands',
        cell: ({ isBreached, provenHarm }) => (
          <Tag kind={isBreached ? 'bad' : provenHarm === null ? 'plain' : 'good'}>
            {isBreached ? 'breached' : provenHarm === null ? 'too few guests yet' : 'holds'}
          </Tag>
        ),
      },
    ]}
  />
)
