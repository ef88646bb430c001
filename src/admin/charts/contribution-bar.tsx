import type { CSSProperties } from 'react'
import { formatValue } from '../text/format.ts'
import { objectiveColour, objectiveText } from '../text/objectives.ts'
import { barOf, type Part } from './bar-layout.ts'
import './contribution-bar.css'

interface Props {
  /** contributions to one score, in the order to be drawn */
  readonly parts: readonly Part[]
  /** the ends of the scale that all bars of a list share */
  readonly domain: readonly [low: number, high: number]
}

/** One score as a stacked bar: what takes from it to the left of zero, what gives to the right. */
export function ContributionBar({ parts, domain }: Props) {
  const { segments, zero } = barOf(parts, domain)
  return (
    <span className="bar" style={{ '--zero': `${zero}%` } as CSSProperties}>
      {segments.map(({ key, left, width }) => (
        <span
          key={key}
          className="bar-segment"
          style={{ left: `${left}%`, width: `${width}%`, background: objectiveColour(key) }}
        />
      ))}
      <span className="visually-hidden">{inWords(parts)}</span>
    </span>
  )
}

/** `Relevance 2.10, Wait −0.40` */
const inWords = (parts: readonly Part[]) =>
  parts
    .filter(({ value }) => value !== 0)
    .map(({ key, value }) => `${objectiveText(key).label} ${formatValue(value, 'score')}`)
    .join(', ')

/** Which colour is which objective. */
export const Legend = ({ keys }: { keys: readonly string[] }) => (
  <ul className="legend">
    {keys.map((key) => (
      <li key={key}>
        <span className="swatch" style={{ background: objectiveColour(key) }} aria-hidden="true" />
        {objectiveText(key).label}
      </li>
    ))}
  </ul>
)
