import { useMemo } from 'react'
import { bumpRows } from './bump-layout.ts'
import './bump-chart.css'

interface Props {
  /** what the two lists are */
  readonly title: string
  readonly before: { readonly name: string; readonly ids: readonly string[] }
  readonly after: { readonly name: string; readonly ids: readonly string[] }
  readonly nameOf: (id: string) => string
}

const rowHeight = 30
const top = 30

/** Who moved where between two lists: a line a restaurant, from its old place to its new one. */
export function BumpChart({ title, before, after, nameOf }: Props) {
  const rows = useMemo(() => bumpRows(before.ids, after.ids), [before.ids, after.ids])
  const height = top + rowHeight * Math.max(1, rows.height)
  const y = (place: number) => top + rowHeight * (place - 0.5)
  return (
    <figure className="bump" aria-label={title}>
      <svg height={height} width="100%" aria-hidden="true">
        <text x="32%" y={14} className="bump-head" textAnchor="end">
          {before.name}
        </text>
        <text x="68%" y={14} className="bump-head">
          {after.name}
        </text>
        <svg
          aria-hidden="true"
          x="34%"
          width="32%"
          height={height}
          viewBox={`0 0 100 ${height}`}
          preserveAspectRatio="none"
        >
          {rows.lines.map(({ id, from, to, kind }) => (
            <path
              key={id}
              className={`bump-line bump-${kind}`}
              d={`M0 ${y(from)} C50 ${y(from)} 50 ${y(to)} 100 ${y(to)}`}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        {rows.lines.map(({ id, from, to, kind, before: was, after: is }) => (
          <g key={id} className={`bump-text bump-${kind}`}>
            {was !== null && (
              <text x="32%" y={y(from) + 4} textAnchor="end">
                {shorten(nameOf(id))} <tspan className="bump-place">{was}</tspan>
              </text>
            )}
            {is !== null && (
              <text x="68%" y={y(to) + 4}>
                <tspan className="bump-place">{is}</tspan> {shorten(nameOf(id))}
              </text>
            )}
          </g>
        ))}
      </svg>
      <ul className="visually-hidden">
        {rows.lines.map(({ id, before: was, after: is }) => (
          <li key={id}>{`${nameOf(id)}: ${moveInWords(was, is)}`}</li>
        ))}
      </ul>
    </figure>
  )
}

const longest = 26
const shorten = (name: string) => (name.length <= longest ? name : `${name.slice(0, longest - 1)}…`)

/** `up from 5 to 2`, `new at 3`, `gone from 7`, `stays at 1` */
export function moveInWords(before: number | null, after: number | null): string {
  if (before === null) return `new at ${after}`
  if (after === null) return `gone from ${before}`
  if (before === after) return `stays at ${after}`
  return `${after < before ? 'up' : 'down'} from ${before} to ${after}`
}
