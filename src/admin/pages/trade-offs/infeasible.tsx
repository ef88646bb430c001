import type { SolveReport } from '../../../client/index.ts'
import { formatValue } from '../../text/format.ts'
import { measureLabel, unitOf } from './bounds.ts'

/** Why it cannot be had, and what would have to give. */
export function Infeasible({
  report: { status, infeasibility, latency, settings },
}: {
  report: SolveReport
}) {
  const isTooSlow = latency !== null && latency.plan === null
  if (status === 'no-single-profile') {
    return (
      <p>
        Only a mixture of weights, some for these requests and others for those, keeps all of it;{' '}
        {settings ? 'the weights below come nearest.' : 'no single weights come near.'} More past requests
        have finer steps.
      </p>
    )
  }
  if (status !== 'infeasible') return null
  return (
    <div className="state" role="status">
      <p className="state-title">{isTooSlow ? 'No plan is that fast' : 'This cannot be had together'}</p>
      {infeasibility && !isTooSlow && (
        <>
          <p>
            {infeasibility.conflict.length > 1
              ? `What stands against each other: ${infeasibility.conflict.map(measureLabel).join(' and ')}.`
              : `No lists whatever reach it.`}
          </p>
          <p>
            {measureLabel(infeasibility.violated)} was asked to reach{' '}
            <strong>{formatValue(infeasibility.asked, unitOf(infeasibility.violated))}</strong>; while the
            rest holds,{' '}
            <strong>{formatValue(infeasibility.attainable, unitOf(infeasibility.violated))}</strong> can be
            had. Ask for no more than that, or let the other give way.
          </p>
        </>
      )}
      {isTooSlow && (
        <p>
          No plan that the profile allows answers within {formatValue(latency.maxP95Ms, 'ms')}; the fastest
          takes {formatValue(latency.predictedMs, 'ms')} (p95). Allow it a simpler plan, or more time.
        </p>
      )}
    </div>
  )
}
