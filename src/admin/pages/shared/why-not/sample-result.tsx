import type { LeverSummary, SampledWhyNot } from '../../../../client/index.ts'
import { formatRange, formatValue } from '../../../text/format.ts'
import { Figure, Figures } from '../../../ui/figure.tsx'
import { Table } from '../../../ui/table.tsx'
import { StackedInterval } from '../../../ui/value.tsx'
import { LeverName } from './lever-name.tsx'
import { leftOutWords, sampledLeversOf } from './levers.ts'

/** How often a restaurant was shown, why it was not, and what would have brought it in, over past requests. */
export function WhyNotSampleResult({ report }: { report: SampledWhyNot }) {
  const { requests, users, missed, leftOut, rank, source } = report
  const shares = [
    ['In the list', report.listed.share],
    ['Could be shown', report.eligible.share],
    ['Proposed by the plan', report.proposed.share],
  ] as const
  const reasons = Object.entries(leftOut)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
  return (
    <div className="stack">
      <p className="soft">
        Over {formatValue(requests, 'count')} past requests of {formatValue(users, 'count')} guests from{' '}
        {source === 'log' ? 'the log' : 'moments before orders'}.
      </p>
      <Figures>
        {shares.map(([label, share]) => (
          <Figure
            key={label}
            label={label}
            value={formatValue(share?.mean, 'share')}
            more={<span className="number">{formatRange(share, 'share')}</span>}
          />
        ))}
        <Figure
          label="Its mean place"
          value={formatValue(rank?.mean, 'places')}
          more={<span className="number">{formatRange(rank, 'places')}</span>}
        />
      </Figures>
      {reasons.length > 0 && (
        <p>
          It could not be shown where{' '}
          {reasons
            .map(
              ([reason, count]) =>
                `${leftOutWords[reason as keyof typeof leftOut]} (${formatValue(count, 'count')})`,
            )
            .join(', ')}
          .
        </p>
      )}
      {missed > 0 ? (
        <Table
          caption="What alone would have brought it in"
          rows={sampledLeversOf(report)}
          keyOf={({ key }) => key}
          columns={[
            {
              key: 'lever',
              head: 'If this alone were otherwise',
              cell: ({ label, colour }) => <LeverName label={label} colour={colour} />,
            },
            {
              key: 'share',
              head: `Of ${formatValue(missed, 'count')} missed lists`,
              kind: 'number',
              cell: ({ share }) => <StackedInterval of={share} unit="share" />,
            },
            {
              key: 'way',
              head: 'Which way',
              cell: ({ requests: enough, raised }) => wayInWords(enough, raised),
            },
            {
              key: 'change',
              head: 'Median change [quartiles]',
              kind: 'number',
              cell: ({ change, unit }) => <StackedInterval of={quartilesOf(change)} unit={unit} />,
            },
          ]}
        />
      ) : (
        <p className="soft">Wherever it could be shown, it was.</p>
      )}
    </div>
  )
}

const quartilesOf = (change: LeverSummary['change']) =>
  change && { mean: change.median, low: change.lowerQuartile, high: change.upperQuartile }

function wayInWords(enough: number, raised: number): string {
  if (enough === 0) return '–'
  if (raised === enough) return 'more'
  return raised === 0 ? 'less' : `more in ${raised}, less in ${enough - raised}`
}
