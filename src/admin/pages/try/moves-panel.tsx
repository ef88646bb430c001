import { useMemo } from 'react'
import type { ComparedSide, Comparison } from '../../../client/index.ts'
import { BumpChart } from '../../charts/bump-chart.tsx'
import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'

interface Props {
  readonly report: Comparison
  readonly side: ComparedSide
  readonly base: ComparedSide | null
}

/** Who moved where, against what the list is held against. */
export function MovesPanel({ report, side, base }: Props) {
  const names = useMemo(
    () => new Map(report.restaurants.map(({ restaurant: { id, name } }) => [id, name ?? id])),
    [report.restaurants],
  )
  const agreement = report.pairs[0]?.agreement
  return (
    <Panel
      title="Who moved where"
      hint={
        agreement && (
          <>
            <Measure name="overlap" /> {formatValue(agreement.overlap, 'share')} ·{' '}
            <Measure name="kendallTau" /> {formatValue(agreement.kendallTau, 'score')} ·{' '}
            <Measure name="rbo" /> {formatValue(agreement.rbo, 'score')}
          </>
        )
      }
    >
      {base ? (
        <BumpChart
          title={`Places in ${base.name} and in ${side.name}`}
          before={{ name: base.name, ids: idsOf(base) }}
          after={{ name: side.name, ids: idsOf(side) }}
          nameOf={(id) => names.get(id) ?? id}
        />
      ) : (
        <Empty title="Nothing has moved">
          Move a slider, or choose a profile to compare with: each restaurant gets a line from its old place
          to its new one.
        </Empty>
      )}
    </Panel>
  )
}

const idsOf = ({ items }: ComparedSide) => items.map(({ restaurant }) => restaurant.id)
