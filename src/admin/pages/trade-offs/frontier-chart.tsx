import { useCallback, useMemo } from 'react'
import type { FrontierReport, SampledComparison } from '../../../client/index.ts'
import { Scatter } from '../../charts/scatter.tsx'
import { formatValue } from '../../text/format.ts'
import { objectiveText } from '../../text/objectives.ts'
import { Slider } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { indexOfPoint, pointId, scatterPoints, totalUnit, weightsInWords } from './frontier-points.ts'

interface Props {
  readonly report: FrontierReport
  /** where the live profiles stand; absent: not known yet */
  readonly standing: SampledComparison | undefined
  /** the place of the picked point; −1: none */
  readonly point: number
  readonly onPick: (point: number) => void
}

/** The frontier, to be hovered and picked from, or walked along with the slider. */
export function FrontierChart({ report, standing, point, onPick }: Props) {
  const [x = 'relevance', y = 'revenue', third] = report.objectives
  const points = useMemo(() => scatterPoints(report, standing), [report, standing])
  const pick = useCallback(
    (id: string) => {
      const index = indexOfPoint(id)
      if (index >= 0) onPick(index)
    },
    [onPick],
  )
  const label = (key: typeof x) => `${objectiveText(key).label}${key === 'wait' ? ' (less is better)' : ''}`
  const chosen = report.points[point]
  return (
    <Panel
      title="The frontier"
      hint={
        <>
          No weights do better in one without loss in another, on {formatValue(report.requests, 'count')} past
          requests. <Measure name="hypervolume" /> {formatValue(report.hypervolume, 'score')}
          {report.error !== null &&
            `; between points it runs at most ${formatValue(report.error, 'share')} of the range higher`}
          . Diamonds: the live profiles as they are, with their rules, guardrails and plans.
        </>
      }
    >
      <div className="stack">
        <Scatter
          title={`${objectiveText(y).label} against ${objectiveText(x).label}${third ? `, in colour ${objectiveText(third).label}: the fuller the more` : ''}, a list`}
          points={points}
          x={{ label: label(x), unit: totalUnit(x) }}
          y={{ label: label(y), unit: totalUnit(y) }}
          isJoined={!third}
          onPick={pick}
          picked={point < 0 ? null : pointId(point)}
        />
        <Slider
          label={`Along the frontier, from the most ${objectiveText(x).label.toLowerCase()}`}
          value={Math.max(0, point)}
          onChange={onPick}
          min={0}
          max={Math.max(0, report.points.length - 1)}
          step={1}
          words={chosen ? weightsInWords(chosen.weights) : 'none picked'}
        />
      </div>
    </Panel>
  )
}
