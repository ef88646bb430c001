/** Users or restaurants of which about equally much is known. */
export interface GroupFigures {
  readonly group: string
  /** moments of such users; for restaurants the orders that the truth expects from such places */
  readonly weight: number
  /** NDCG@10 to be expected of the model's ranking, and of the truth's own */
  readonly model: number
  readonly attainable: number
  /** model / attainable */
  readonly share: number
  /** orders that the model expects over those that the truth does */
  readonly expectedOverTrue: number
}

export interface GroupBounds {
  readonly name: string
  /** past orders, inclusive */
  readonly most: number
}

export const userGroups: readonly GroupBounds[] = [
  { name: '0', most: 0 },
  { name: '1', most: 1 },
  { name: '2', most: 2 },
  { name: '3–4', most: 4 },
  { name: '5–9', most: 9 },
  { name: '10+', most: Number.POSITIVE_INFINITY },
]

export const restaurantGroups: readonly GroupBounds[] = [
  { name: '0', most: 0 },
  { name: '1–4', most: 4 },
  { name: '5–19', most: 19 },
  { name: '20+', most: Number.POSITIVE_INFINITY },
]

export interface GroupMeter {
  add(pastOrders: number, part: GroupPart): void
  read(): GroupFigures[]
}

interface GroupPart {
  readonly weight: number
  /** sums, not means */
  readonly model: number
  readonly attainable: number
  readonly expected: number
  readonly truth: number
}

export function createGroupMeter(groups: readonly GroupBounds[]): GroupMeter {
  const sums = groups.map(() => ({ weight: 0, model: 0, attainable: 0, expected: 0, truth: 0 }))
  return {
    add(pastOrders, part) {
      const sum = sums[groups.findIndex(({ most }) => pastOrders <= most)]!
      sum.weight += part.weight
      sum.model += part.model
      sum.attainable += part.attainable
      sum.expected += part.expected
      sum.truth += part.truth
    },
    read: () =>
      groups.map(({ name }, g) => {
        const { weight, model, attainable, expected, truth } = sums[g]!
        return {
          group: name,
          weight,
          model: model / weight,
          attainable: attainable / weight,
          share: model / attainable,
          expectedOverTrue: expected / truth,
        }
      }),
  }
}
