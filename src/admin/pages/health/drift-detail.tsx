import { useMemo } from 'react'
import type { Drift, DriftCheck } from '../../../client/index.ts'
import { glossary } from '../../text/glossary.ts'
import { CellsChart } from './cells-chart.tsx'
import { driftHistory, measureTerms } from './drift-words.ts'
import { HistoryChart } from './history-chart.tsx'

/** One check in full: its cells now and then, and how its measures went from day to day. */
export function DriftDetail({ check, history }: { check: DriftCheck; history: Drift['history'] }) {
  const measure = check.measures.find(({ isBeyond }) => isBeyond) ?? check.measures[0]
  const points = useMemo(
    () => (measure ? driftHistory(history, check.key, measure.key) : []),
    [history, check.key, measure],
  )
  return (
    <div className="grid">
      {check.cells.length > 0 && <CellsChart check={check} />}
      {measure && points.length > 1 && (
        <HistoryChart
          title={`${glossary[measureTerms[measure.key]].label} by day; dashed, the threshold`}
          points={points}
          unit="index"
        />
      )}
      {measure && points.length === 1 && (
        <p className="small soft">How it goes from day to day is shown from the second report on.</p>
      )}
    </div>
  )
}
