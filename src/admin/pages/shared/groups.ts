import type { ProfileSettings } from '../../../client/index.ts'

/** A least share of attention for a group of places. */
export type Floor = ProfileSettings['exposureFloors'][number]

type Group = Floor['group']

/** Groups that every catalogue has; districts are set where profiles are edited. */
export const knownGroups: readonly Group[] = [
  { by: 'new' },
  { by: 'independent' },
  { by: 'priceLevel', value: 1 },
  { by: 'priceLevel', value: 2 },
  { by: 'priceLevel', value: 3 },
  { by: 'priceLevel', value: 4 },
]

export const groupKey = (group: Group): string => ('value' in group ? `${group.by}:${group.value}` : group.by)

export function groupName(group: Group): string {
  switch (group.by) {
    case 'new':
      return 'New places'
    case 'independent':
      return 'Independent places'
    case 'priceLevel':
      return `Price level ${group.value}`
    case 'district':
      return `District ${group.value}`
    default:
      return group satisfies never
  }
}
