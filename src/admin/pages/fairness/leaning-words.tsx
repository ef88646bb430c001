import { formatInterval } from '../../text/format.ts'
import type { FairnessState } from './fairness-state.ts'
import { type GroupRow, type Leaning, leanings } from './group-rows.ts'
import type { Loaded } from './whole-panel.tsx'

interface Props {
  readonly sides: readonly Loaded[]
  readonly rows: readonly GroupRow[]
  readonly over: FairnessState['over']
}

const mostNamed = 5
const than = { amplification: 'than they were ordered', exposureOverMerit: 'than they earn' } as const

/** Which groups are surely shown more or less than their share, in words. */
export function LeaningWords({ sides, rows, over }: Props) {
  return (
    <div className="stack-tight small">
      {sides.map(({ name }, n) => {
        const { more, less } = leanings(rows, n, over)
        return (
          <p key={name}>
            <strong>{name}:</strong>{' '}
            {more.length + less.length === 0
              ? 'no group’s interval leaves 1 out.'
              : [wordsOf('more', more, over), wordsOf('less', less, over)].filter(Boolean).join(' ')}
          </p>
        )
      })}
      <p className="soft">
        Of {rows.length} groups, about {Math.max(1, Math.round(rows.length / 20))} would stand here by chance
        alone.
      </p>
    </div>
  )
}

function wordsOf(way: 'more' | 'less', found: readonly Leaning[], over: FairnessState['over']): string {
  if (found.length === 0) return ''
  const named = found
    .slice(0, mostNamed)
    .map(({ name, ratio }) => `${name} ×${formatInterval(ratio, 'score')}`)
  const rest = found.length - named.length
  return `Shown ${way} ${than[over]}: ${named.join(', ')}${rest > 0 ? ` and ${rest} others` : ''}.`
}
