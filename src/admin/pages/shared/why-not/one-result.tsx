import type { WhyNotReport } from '../../../../client/index.ts'
import { formatValue } from '../../../text/format.ts'
import { Table } from '../../../ui/table.tsx'
import { LeverName } from './lever-name.tsx'
import { leftOutWords, leversOf } from './levers.ts'

/** Where a restaurant stands for one request, and the smallest changes that bring it in. */
export function OneResult({ report }: { report: WhyNotReport }) {
  const levers = leversOf(report)
  return (
    <div className="stack">
      <p>{standingInWords(report)}</p>
      {levers.length > 0 && report.status !== 'listed' && (
        <Table
          caption="The smallest change that brings it in, each alone"
          rows={levers}
          keyOf={({ key }) => key}
          columns={[
            {
              key: 'lever',
              head: 'If this alone were otherwise',
              cell: ({ label, colour }) => <LeverName label={label} colour={colour} />,
            },
            {
              key: 'from',
              head: 'It is',
              kind: 'number',
              cell: ({ from, unit }) => formatValue(from, unit),
            },
            {
              key: 'to',
              head: 'It would need',
              kind: 'number',
              cell: ({ to, unit }) =>
                to === null ? (
                  <span className="soft">not possible</span>
                ) : (
                  <strong>{formatValue(to, unit)}</strong>
                ),
            },
          ]}
        />
      )}
    </div>
  )
}

function standingInWords({ status, leftOut, rank, scored, limit, score, lastScore }: WhyNotReport): string {
  const place = `place ${formatValue(rank, 'count')}`
  const of = `${formatValue(scored, 'count')} that were scored`
  if (status === 'listed') return `It is in the list, at ${place}.`
  if (status === 'ineligible') {
    return `It cannot be shown: ${leftOut === null ? 'a hard rule leaves it out' : leftOutWords[leftOut]}. No weight changes that.`
  }
  const scores = `its score is ${formatValue(score, 'score')}, that of the last in the list ${formatValue(lastScore, 'score')}`
  return status === 'outranked'
    ? `Others score higher: it stands at ${place} of ${of}, and the list has ${formatValue(limit, 'count')}; ${scores}.`
    : `The plan did not propose it as a candidate. Had it, it would stand at ${place}; ${scores}.`
}
