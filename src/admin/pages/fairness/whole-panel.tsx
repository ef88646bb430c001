import type { Fairness } from '../../../client/index.ts'
import { formatChange, formatValue, type Unit } from '../../text/format.ts'
import type { TermKey } from '../../text/glossary.ts'
import { Figure, Figures } from '../../ui/figure.tsx'
import { Swatch } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { Side } from './group-rows.ts'

/** A side whose report is there and holds lists. */
export interface Loaded extends Side {
  readonly report: Fairness
}

type Exposure = Fairness['exposure']

interface Row {
  readonly key: TermKey & keyof Exposure
  readonly unit: Unit
  /** what the figure of the first side is to be read beside */
  readonly beside?: (exposure: Exposure) => string
}

const rows: readonly Row[] = [
  { key: 'coverage', unit: 'share' },
  { key: 'gini', unit: 'score' },
  {
    key: 'longTailShare',
    unit: 'share',
    beside: ({ longTailHistory }) => `${formatValue(longTailHistory, 'share')} of past orders`,
  },
  { key: 'averagePopularity', unit: 'places' },
  { key: 'popularityLift', unit: 'score', beside: () => '1: as popular as what was ordered' },
]

/** How attention is spread as a whole. */
export function WholePanel({ sides }: { sides: readonly Loaded[] }) {
  const [first, second] = sides
  if (!first) return null
  return (
    <Panel title="As a whole" hint={sides.map(countWords).join('; ')}>
      <Figures>
        {rows.map(({ key, unit, beside }) => (
          <Figure
            key={key}
            label={<Measure name={key} />}
            value={formatValue(first.report.exposure[key], unit)}
            more={
              second ? (
                <>
                  <Swatch colour={second.colour} />
                  {formatValue(second.report.exposure[key], unit)} (
                  {formatChange(second.report.exposure[key] - first.report.exposure[key], unit)})
                </>
              ) : (
                beside?.(first.report.exposure)
              )
            }
          />
        ))}
      </Figures>
    </Panel>
  )
}

const countWords = ({ name, report: { lists, users, empty } }: Loaded) =>
  `${name}: ${formatValue(lists, 'count')} lists of ${formatValue(users, 'count')} guests${
    empty > 0 ? `, and ${formatValue(empty, 'count')} without a place` : ''
  }`
