import { useCallback, useMemo } from 'react'
import type { FrontierReport, SampledComparison } from '../../../client/index.ts'
import { Scatter } from '../../charts/scatter.tsx'
import { formatValue } from '../../text/format.ts'
import { objectiveText, totalUnit } from '../../text/objectives.ts'
import { Segments, Slider } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { indexOfPoint, pointId, scatterPoints, weightsInWords, withinFrontier } from './frontier-points.ts'
import type { Zoom } from './trade-offs-state.ts'

interface Props {
  readonly report: FrontierReport
  /** where the live profiles stand; absent: not known yet */
  readonly standing: SampledComparison | undefined
  /** the place of the picked point; −1: none */
  readonly point: number
  readonly onPick: (point: number) => void
  readonly zoom: Zoom
  readonly onZoom: (zoom: Zoom) => void
}

/** The frontier, to be hovered and picked from, or walked along with the slider. */
export function FrontierChart({ report, standing, point, onPick, zoom, onZoom }: Props) {
  const [x = 'relevance', y = 'revenue', third] = report.objectives
  const all = useMemo(() => scatterPoints(report, standing), [report, standing])
  const within = useMemo(() => withinFrontier(all), [all])
  const points = zoom === 'all' ? all : within
  const beyond = all.filter((each) => !within.includes(each)).map(({ label }) => label)
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
      actions={
        beyond.length > 0 && (
          <Segments
            label="What the picture holds"
            value={zoom}
            onChange={onZoom}
            options={[
              { value: 'frontier', label: 'Frontier' },
              { value: 'all', label: 'All profiles' },
            ]}
          />
        )
      }
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
          title={`${objectiveText(y).label} against ${objectiveText(x).label}${third ? `, in colour ${objectiveText(third).label}, the fuller the more` : ''}: means of a list`}
          points={points}
          x={{ label: label(x), unit: totalUnit(x) }}
          y={{ label: label(y), unit: totalUnit(y) }}
          isJoined={!third}
          onPick={pick}
          picked={point < 0 ? null : pointId(point)}
        />
        {zoom === 'frontier' && beyond.length > 0 && (
          <p className="soft small">Beyond the picture: {beyond.join(', ')}.</p>
        )}
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
