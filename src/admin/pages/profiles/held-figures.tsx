import { directionOf, formatRelative, formatValue } from '../../text/format.ts'
import { cx } from '../../ui/class-names.ts'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Measure } from '../../ui/measure.tsx'
import { IntervalValue } from '../../ui/value.tsx'
import { type TotalKey, totals } from '../shared/totals.ts'
import { type Held, isNothing } from './held-figures.ts'
import './held-figures.css'

/** What one profile brings against another: by how much, from what to what, and how sure that is. */
export function HeldFigures({ held, only }: { held: Held; only?: readonly TotalKey[] }) {
  const { before, after, change } = held
  const shown = totals.filter(({ key }) => only?.includes(key) ?? true)
  return (
    <div className="held">
      <Figures>
        {shown.map(({ key, unit, better }) => (
          <Figure
            key={key}
            label={key === 'orders' ? <Measure name="relevance" /> : <Measure name={key} />}
            value={<Relative held={held} of={key} better={better} />}
            more={
              <>
                <span className="number">
                  {formatValue(before.totals[key]?.mean, unit)} → {formatValue(after.totals[key]?.mean, unit)}
                </span>
                <br />
                <IntervalValue of={change[key]} unit={unit} isChange better={better} />
              </>
            }
          />
        ))}
      </Figures>
    </div>
  )
}

interface RelativeProps {
  readonly held: Held
  readonly of: TotalKey
  readonly better: 'more' | 'less'
}

/** A change as a share of what was, in colour where it is more than chance. */
export function Relative({ held: { before, after, change }, of, better }: RelativeProps) {
  const words = formatRelative(before.totals[of]?.mean, after.totals[of]?.mean)
  const direction = isNothing(words) ? 'unclear' : directionOf(change[of])
  const isGood = (direction === 'up') === (better === 'more')
  return (
    <span className={cx('number', direction !== 'unclear' && (isGood ? 'change-good' : 'change-bad'))}>
      {words}
    </span>
  )
}
