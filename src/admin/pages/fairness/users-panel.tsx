import { useMemo } from 'react'
import type { UserGroupQuality } from '../../../client/index.ts'
import { IntervalDots, type IntervalRow } from '../../charts/interval-dots.tsx'
import { formatRelative, formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { userGroupLabels } from '../shared/user-groups.ts'
import type { Loaded } from './whole-panel.tsx'

/** How well lists serve guests, by how often they have ordered. */
export function UsersPanel({ sides }: { sides: readonly Loaded[] }) {
  const orders = useMemo(() => rowsOf(sides, ({ orders: found }) => found), [sides])
  const ndcg = useMemo(() => rowsOf(sides, ({ ndcg: found }) => found), [sides])
  return (
    <Panel
      title="By guests"
      hint={
        <>
          <Measure name="expectedOrders" /> and <Measure name="ndcg" /> by how often a guest had ordered, with{' '}
          <Measure name="interval">95 % intervals</Measure>.
        </>
      }
    >
      <div className="stack">
        {sides.map((side) => (
          <Gap key={side.name} of={side} />
        ))}
        <IntervalDots title="Expected orders of a list" rows={orders} unit="orders" rowHead="Guests" />
        {ndcg.length > 0 && (
          <IntervalDots title="NDCG@10 of what was ordered then" rows={ndcg} unit="index" rowHead="Guests" />
        )}
      </div>
    </Panel>
  )
}

function rowsOf(
  sides: readonly Loaded[],
  pick: (group: UserGroupQuality) => UserGroupQuality['orders'],
): IntervalRow[] {
  const groups = sides[0]?.report.userGroups ?? []
  return groups.flatMap(({ group }) =>
    sides.flatMap(({ name, colour, report }) => {
      const found = report.userGroups.find((other) => other.group === group)
      const value = found ? pick(found) : null
      // Beside another side there is room for the short name alone.
      const label =
        sides.length > 1 ? `${userGroupLabels[group].replace(/:.*/, '')}, ${name}` : userGroupLabels[group]
      return value ? [{ name: label, colour, value }] : []
    }),
  )
}

function Gap({ of: { name, report } }: { of: Loaded }) {
  const ordersOf = (group: UserGroupQuality['group']) =>
    report.userGroups.find((other) => other.group === group)?.orders?.mean
  const [few, many] = [ordersOf('new'), ordersOf('heavy')]
  if (few === undefined || many === undefined) return null
  return (
    <p>
      <strong>{name}:</strong> a list brings heavy guests {formatValue(many, 'orders')} orders and new ones{' '}
      {formatValue(few, 'orders')}: {formatRelative(many, few)}.
    </p>
  )
}
