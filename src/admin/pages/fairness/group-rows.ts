import type { GroupFairness } from '../../../client/index.ts'
import type { FairnessState } from './fairness-state.ts'

/** A report of one side. */
export interface Side {
  readonly name: string
  readonly colour: string
  readonly groups: readonly GroupFairness[]
}

export interface GroupRow {
  readonly name: string
  /** of the first side: the same on all */
  readonly group: GroupFairness
  /** parallel to the sides; undefined: not there */
  readonly sides: readonly (GroupFairness | undefined)[]
}

/** Smaller groups say little, and are in the table alone. */
const fewestRestaurants = 5
const mostDrawn = 24

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const nameOf = ({ dimension, group }: GroupFairness): string =>
  capital(dimension === 'price level' ? `price level ${group}` : group)

/** The groups of a dimension side by side: price levels in their order, others with the largest share of the catalogue first. */
export function groupRows(sides: readonly Side[], by: FairnessState['by']): GroupRow[] {
  const [first] = sides
  if (!first) return []
  const rows = first.groups
    .filter(({ dimension }) => dimension === by)
    .map((group) => ({
      name: nameOf(group),
      group,
      sides: sides.map(({ groups }) =>
        groups.find((other) => other.dimension === by && other.group === group.group),
      ),
    }))
  return by === 'price level'
    ? rows.sort((a, b) => (a.name < b.name ? -1 : 1))
    : rows.sort((a, b) => b.group.catalogueShare - a.group.catalogueShare)
}

/** Those of the rows that are drawn. */
export const drawnRows = (rows: readonly GroupRow[]): GroupRow[] =>
  rows.filter(({ group }) => group.restaurants >= fewestRestaurants).slice(0, mostDrawn)

export interface Leaning {
  readonly name: string
  readonly ratio: NonNullable<GroupFairness['amplification']>
}

/** Groups whose ratio is surely not 1: what is shown more, the furthest first, and less. */
export function leanings(
  rows: readonly GroupRow[],
  side: number,
  over: FairnessState['over'],
): { more: Leaning[]; less: Leaning[] } {
  const all = rows.flatMap(({ name, sides }): Leaning[] => {
    const ratio = sides[side]?.[over]
    return ratio ? [{ name, ratio }] : []
  })
  return {
    more: all.filter(({ ratio }) => (ratio.low ?? 0) > 1).sort((a, b) => b.ratio.mean - a.ratio.mean),
    less: all
      .filter(({ ratio }) => ratio.high !== null && ratio.high < 1)
      .sort((a, b) => a.ratio.mean - b.ratio.mean),
  }
}
