import type { FairnessReport } from '../../../analysis/fairness/audit.ts'
import { prefixed, type Row } from './tabular.ts'

/** A row for each figure of exposure (kind `exposure`), each group of restaurants (`group`) and each group of users (`user-group`). */
export function fairnessRows({ exposure, groups, userGroups }: FairnessReport): Row[] {
  return [
    ...Object.entries(exposure).map(([measure, value]): Row => ({ kind: 'exposure', measure, value })),
    ...groups.map(
      (own): Row => ({
        kind: 'group',
        dimension: own.dimension,
        group: own.group,
        restaurants: own.restaurants,
        catalogueShare: own.catalogueShare,
        merit: own.merit,
        historical: own.historical,
        ...prefixed('exposure', { ...own.exposure }),
        ...prefixed('exposureOverMerit', { ...own.exposureOverMerit }),
        ...prefixed('amplification', { ...own.amplification }),
      }),
    ),
    ...userGroups.map(
      ({ group, lists, orders, ndcg }): Row => ({
        kind: 'user-group',
        group,
        lists,
        ...prefixed('orders', { ...orders }),
        ...prefixed('ndcg', { ...ndcg }),
      }),
    ),
  ]
}
