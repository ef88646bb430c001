import type { CSSProperties } from 'react'
import type { Comparison } from '../../../client/index.ts'
import { seriesColour } from '../../charts/series-colour.ts'
import { Swatch } from '../../ui/inputs.tsx'
import { Table } from '../../ui/table.tsx'
import './ranks-table.css'

type Row = Comparison['restaurants'][number]

/** Every restaurant of any list with its place on each side; the higher, the fuller its cell. */
export function RanksTable({ sides, restaurants }: Pick<Comparison, 'sides' | 'restaurants'>) {
  const longest = Math.max(1, ...sides.map(({ items }) => items.length))
  return (
    <Table
      caption="Places of every restaurant on each side"
      rows={restaurants}
      keyOf={({ restaurant }) => restaurant.id}
      columns={[
        {
          key: 'restaurant',
          head: 'Restaurant',
          cell: ({ restaurant }) => restaurant.name ?? restaurant.id,
        },
        ...sides.map(({ name }, side) => ({
          key: name,
          head: (
            <>
              <Swatch colour={seriesColour(side)} />
              {name}
            </>
          ),
          kind: 'number' as const,
          cell: ({ ranks }: Row) => <Rank rank={ranks[side] ?? null} longest={longest} side={side} />,
        })),
      ]}
    />
  )
}

function Rank({ rank, longest, side }: { rank: number | null; longest: number; side: number }) {
  if (rank === null) return <span className="soft">–</span>
  const style = { '--full': (longest + 1 - rank) / longest, '--rank-colour': seriesColour(side) }
  return (
    <span className="rank" style={style as CSSProperties}>
      {rank}
    </span>
  )
}
