import { useMemo } from 'react'
import type { ComparedSide } from '../../../client/index.ts'
import { domainOf, type Part } from '../../charts/bar-layout.ts'
import { ContributionBar, Legend } from '../../charts/contribution-bar.tsx'
import { formatValue } from '../../text/format.ts'
import { inOrder } from '../../text/objectives.ts'
import { Segments } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import type { Bars } from './try-state.ts'
import { Why } from './why.tsx'
import './list-panel.css'

type Item = ComparedSide['items'][number]

interface Props {
  readonly side: ComparedSide
  readonly base: ComparedSide | null
  readonly bars: Bars
  readonly onBars: (bars: Bars) => void
}

/** The list as an app would show it, with reasons, and each score as the sum that it is. */
export function ListPanel({ side, base, bars, onBars }: Props) {
  const rows = useMemo(() => side.items.map((item) => ({ item, parts: partsOf(item) })), [side.items])
  const domain = useMemo(() => domainOf(rows.map(({ parts }) => parts)), [rows])
  const before = useMemo(
    () => new Map(base?.items.map(({ restaurant, rank }) => [restaurant.id, rank])),
    [base],
  )
  const used = inOrder([
    ...new Set(rows.flatMap(({ parts }) => parts.filter(({ value }) => value !== 0).map(({ key }) => key))),
  ])
  const { plan } = side
  return (
    <Panel
      title="The list"
      actions={
        <Segments
          label="Scale of the bars"
          value={bars}
          onChange={onBars}
          options={[
            { value: 'shares', label: 'Shares' },
            { value: 'scale', label: 'To scale' },
          ]}
        />
      }
      hint={
        <>
          <Measure name="plan" /> {plan.name}, {formatValue(plan.candidates, 'count')} candidates ·{' '}
          <Measure name="rankMs" /> <span className="number">{formatValue(side.rankMs, 'ms')}</span>
          {side.guardrailShare < 1 && (
            <>
              {' · '}
              <Measure name="guardrailShare" /> {formatValue(side.guardrailShare, 'share')}
            </>
          )}
          {side.modelVersion === null ? ' · no model' : ` · model ${side.modelVersion}`}
        </>
      }
    >
      <Legend keys={used} />
      <ol className="list" aria-label="Restaurants">
        {rows.map(({ item, parts }) => (
          <li key={item.restaurant.id} className="list-row">
            <span className="list-rank number">{item.rank}</span>
            <div className="list-what">
              <p className="list-name">
                {item.restaurant.name ?? item.restaurant.id}
                {base && <Moved from={before.get(item.restaurant.id) ?? null} to={item.rank} />}
              </p>
              <p className="soft small">{described(item)}</p>
              {item.reasons.length > 0 && <p className="list-reasons small">{item.reasons.join(' · ')}</p>}
            </div>
            <div className="list-score">
              <span className="number">{formatValue(item.score, 'score')}</span>
              <ContributionBar parts={parts} domain={bars === 'scale' ? domain : domainOf([parts])} />
              <Why item={item} parts={parts} />
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** Where it stood on the other list. */
function Moved({ from, to }: { from: number | null; to: number }) {
  if (from === to) return null
  if (from === null) return <Tag kind="accent">enters</Tag>
  return <Tag kind={from > to ? 'good' : 'bad'}>{from > to ? `up ${from - to}` : `down ${to - from}`}</Tag>
}

function partsOf({ objectives, adjustments }: Item): Part[] {
  const keys = inOrder(Object.keys(objectives)) as (keyof typeof objectives)[]
  const parts = keys.map((key) => ({ key, value: objectives[key]?.contribution ?? 0 }))
  const adjusted = adjustments.reduce((sum, { contribution }) => sum + contribution, 0)
  return [...parts, { key: 'adjustment', value: adjusted }]
}

function described({ cuisines, priceLevel, distanceKm, probability }: Item): string {
  return [
    cuisines.join(', '),
    priceLevel === null ? '' : '€'.repeat(priceLevel),
    distanceKm === null ? '' : formatValue(distanceKm, 'km'),
    `chance of an order ${formatValue(probability, 'probability')}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
