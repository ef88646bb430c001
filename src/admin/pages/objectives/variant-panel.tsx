import { useMemo } from 'react'
import type { ShiftReport } from '../../../client/index.ts'
import { BumpChart } from '../../charts/bump-chart.tsx'
import { formatValue } from '../../text/format.ts'
import { glossary } from '../../text/glossary.ts'
import { objectiveColour, objectiveText } from '../../text/objectives.ts'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Slider } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Change } from '../../ui/value.tsx'
import { betterOf, type SetObjectives, type ShownState, totalKeys, totalUnits } from './objectives-state.ts'

interface Props {
  readonly report: ShiftReport
  readonly state: ShownState
  readonly set: SetObjectives
}

/** The list at one point of the sweep, or without the objective, against the list as it is. */
export function VariantPanel({ report, state: { objective, point }, set }: Props) {
  const { label } = objectiveText(objective)
  const sweep = report.sweeps.find((each) => each.objective === objective)
  const without = report.leftOut.find((each) => each.objective === objective)
  const percent = Math.max(0, point)
  const variant = point < 0 ? without?.result : nearest(sweep?.points ?? [], point / 100)
  const name = point < 0 ? `without ${label}` : `${label} at ${formatValue(percent / 100, 'share')}`
  const ids = useMemo(() => report.baseline.items.map(({ restaurant }) => restaurant.id), [report])
  const names = useMemo(() => namesOf(report), [report])
  return (
    <Panel title="Who moves where" hint={`The list as it is, and ${name}.`}>
      <div className="stack">
        <Slider
          label={`Weight on ${label}`}
          value={percent}
          onChange={(value) => set({ point: value })}
          min={0}
          max={100}
          step={5}
          words={point < 0 ? 'left out' : formatValue(percent / 100, 'share')}
          colour={objectiveColour(objective)}
        />
        {variant ? (
          <>
            <Figures>
              {totalKeys.map((key) => (
                <Figure
                  key={key}
                  label={<Measure name={key}>{glossary[key].label}</Measure>}
                  value={formatValue(variant.totals[key], totalUnits[key])}
                  more={<Change of={variant.change[key]} unit={totalUnits[key]} better={betterOf(key)} />}
                />
              ))}
            </Figures>
            <BumpChart
              title={`Places as it is and ${name}`}
              before={{ name: 'As it is', ids }}
              after={{ name: point < 0 ? `Without ${label}` : name, ids: variant.list }}
              nameOf={(id) => names.get(id) ?? id}
            />
          </>
        ) : (
          <Empty title="There is no list without it">Nothing else has weight in this profile.</Empty>
        )}
      </div>
    </Panel>
  )
}

/** The sweep's point that lies nearest. */
function nearest<Point extends { readonly share: number }>(
  points: readonly Point[],
  share: number,
): Point | undefined {
  const distance = (point: Point) => Math.abs(point.share - share)
  return points.reduce<Point | undefined>(
    (best, point) => (best && distance(best) <= distance(point) ? best : point),
    undefined,
  )
}

/** Names of all that stands in any of the report's lists. */
function namesOf(report: ShiftReport): Map<string, string> {
  const variants = [
    ...report.leftOut.flatMap(({ result }) => result ?? []),
    ...report.sweeps.flatMap(({ points }) => points),
  ]
  const shown = report.baseline.items.map(({ restaurant }) => restaurant)
  const moved = variants.flatMap(({ moves }) => moves.map(({ restaurant }) => restaurant))
  return new Map([...shown, ...moved].map(({ id, name }) => [id, name ?? id]))
}
