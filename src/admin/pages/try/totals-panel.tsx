import type { ComparedSide } from '../../../client/index.ts'
import { formatRelative, formatValue } from '../../text/format.ts'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Change } from '../../ui/value.tsx'
import { totals } from '../shared/totals.ts'

/** What the list is worth, and what became of that against the other. */
export function TotalsPanel({ side, base }: { side: ComparedSide; base: ComparedSide | null }) {
  return (
    <Panel
      title="What the list brings"
      hint={
        base ? `One showing of it, and the difference to ${base.name}.` : 'One showing of it, on average.'
      }
    >
      <Figures>
        {totals.map(({ key, unit, better }) => (
          <Figure
            key={key}
            label={<Measure name={key} />}
            value={formatValue(side.totals[key], unit)}
            more={
              base && (
                <>
                  <Change of={side.change[key]} unit={unit} better={better} />{' '}
                  <span className="number">({formatRelative(base.totals[key], side.totals[key])})</span>
                </>
              )
            }
          />
        ))}
      </Figures>
    </Panel>
  )
}
