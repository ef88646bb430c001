import {
  directionOf,
  formatChange,
  formatInterval,
  formatRange,
  formatValue,
  type Interval,
  type Unit,
} from '../text/format.ts'
import { cx } from './class-names.ts'
import './value.css'

/** A figure with its unit. */
export const Value = ({ of, unit }: { of: number | null | undefined; unit: Unit }) => (
  <span className="number">{formatValue(of, unit)}</span>
)

interface ChangeProps {
  readonly of: number | null | undefined
  readonly unit: Unit
  /** which way is better; absent: neither */
  readonly better?: 'more' | 'less'
}

/** A difference with its sign, in the colour of better or worse. */
export function Change({ of, unit, better }: ChangeProps) {
  const words = formatChange(of, unit)
  const isNothing = isZero(words)
  const isGood = better !== undefined && of !== null && of !== undefined && of > 0 === (better === 'more')
  return (
    <span className={cx('number', better && !isNothing && (isGood ? 'change-good' : 'change-bad'))}>
      {words}
    </span>
  )
}

interface IntervalProps {
  readonly of: Interval | null | undefined
  readonly unit: Unit
  readonly isChange?: boolean
  readonly better?: 'more' | 'less'
}

/** A mean with its 95 % interval; a change is coloured only where its interval leaves 0 out. */
export const IntervalValue = (props: IntervalProps) => (
  <span className={cx('number', colourOf(props))}>
    {formatInterval(props.of, props.unit, props.isChange)}
  </span>
)

/** The same in two lines, for columns: the mean, and its range below it. */
export function StackedInterval(props: IntervalProps) {
  const { of, unit, isChange } = props
  return (
    <span className="totals-cell">
      <span className={cx('number', colourOf(props))}>
        {formatInterval(of && { ...of, low: null, high: null }, unit, isChange)}
      </span>
      {of && <span className="soft number">{formatRange(of, unit, isChange)}</span>}
    </span>
  )
}

function colourOf({ of, unit, isChange = false, better }: IntervalProps): string | false {
  const direction = isChange ? directionOf(of) : 'unclear'
  if (better === undefined || direction === 'unclear') return false
  if (isZero(formatInterval(of, unit, isChange))) return false
  return (direction === 'up') === (better === 'more') ? 'change-good' : 'change-bad'
}

/** What is written as nothing is no change for the better or the worse. */
const isZero = (words: string): boolean => !/^[^[]*[1-9]/.test(words)
