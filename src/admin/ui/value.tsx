import {
  directionOf,
  formatChange,
  formatInterval,
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
export function IntervalValue({ of, unit, isChange = false, better }: IntervalProps) {
  const direction = isChange ? directionOf(of) : 'unclear'
  const words = formatInterval(of, unit, isChange)
  const isClear = better !== undefined && direction !== 'unclear' && !isZero(words)
  const isGood = (direction === 'up') === (better === 'more')
  return <span className={cx('number', isClear && (isGood ? 'change-good' : 'change-bad'))}>{words}</span>
}

/** What is written as nothing is no change for the better or the worse. */
const isZero = (words: string): boolean => !/^[^[]*[1-9]/.test(words)
