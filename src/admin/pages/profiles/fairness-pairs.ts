import type { GroupFairness } from '../../../client/index.ts'

export interface GroupPair {
  /** `Cuisine Pizza` */
  readonly name: string
  readonly live: GroupFairness
  readonly draft: GroupFairness
  /** of the share of exposure */
  readonly change: number
}

const mostGroups = 12

/** `Cuisine Pizza`, `Price level 2`, and `New places` rather than `age new`. */
function nameOf({ dimension, group }: GroupFairness): string {
  const isPlaces = dimension === 'age' || dimension === 'ownership'
  const words = isPlaces ? `${group} places` : `${dimension} ${group}`
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The groups of two reports side by side, those that moved most first; the rest is on the Fairness page. */
export function pairGroups(
  live: readonly GroupFairness[],
  draft: readonly GroupFairness[],
  most = mostGroups,
): GroupPair[] {
  const after = new Map(draft.map((group) => [nameOf(group), group]))
  return live
    .flatMap((group): GroupPair[] => {
      const name = nameOf(group)
      const other = after.get(name)
      return other
        ? [{ name, live: group, draft: other, change: other.exposure.mean - group.exposure.mean }]
        : []
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.name < b.name ? -1 : 1))
    .slice(0, most)
}
