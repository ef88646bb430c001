import type { driftGroups } from './report.ts'

/** `ordered`: cells from small to large; `cyclic`: the last is beside the first; `named`: cells are names that the data give. */
interface Described {
  readonly key: string
  readonly group: (typeof driftGroups)[number]
  readonly title: string
  /** Rows that belong together (places of one list) say less than as many that do not: the variance assumed before weeks show it. */
  readonly assumedDispersion: number
}
export type Feature = Described &
  (
    | {
        readonly kind: 'ordered' | 'cyclic'
        readonly labels: readonly string[]
        readonly ends: readonly number[]
      }
    | { readonly kind: 'named' }
  )

/** Upper ends of cells, eight a decade, from 10^from on; what is above the last has a cell of its own. */
const decades = (from: number, cells: number) =>
  Array.from({ length: cells }, (_, cell) => 10 ** (from + cell / 8))

const brief = (value: number) => String(Number(value.toPrecision(2)))

function measured(ends: readonly number[]) {
  const labels = [...ends.map((end) => `< ${brief(end)}`), `≥ ${brief(ends.at(-1)!)}`]
  return { kind: 'ordered', ends, labels } as const
}

/** Whole numbers, each cell from one end up to the next. */
function counted(starts: readonly number[]) {
  const labels = starts.map((start, cell) => {
    const next = starts[cell + 1]
    if (next === undefined) return `${start}+`
    return next - start === 1 ? String(start) : `${start}–${next - 1}`
  })
  return { kind: 'ordered', ends: starts.slice(1), labels } as const
}

const priceLevels = { kind: 'ordered', ends: [2, 3, 4], labels: ['1', '2', '3', '4'] } as const

const hours = {
  kind: 'cyclic',
  ends: Array.from({ length: 23 }, (_, hour) => hour + 1),
  labels: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
} as const

export const probabilityEnds = decades(-5, 41)
const ofOrders = { group: 'features', assumedDispersion: 2 } as const
const ofPlacesShown = { group: 'features', assumedDispersion: 8 } as const

/** What is counted of each day, by key; adding one is adding a line here and its value in `sketch.ts`. */
export const features = {
  orderHour: { key: 'orders.hour', title: 'Hour of orders, local time', ...ofOrders, ...hours },
  orderPriceLevel: {
    key: 'orders.price-level',
    title: 'Price level of what is ordered',
    ...ofOrders,
    ...priceLevels,
  },
  orderAmount: { key: 'orders.amount', title: 'Amount of orders', ...ofOrders, ...measured(decades(0, 41)) },
  orderDistance: {
    key: 'orders.distance',
    title: 'Distance of orders, km',
    ...ofOrders,
    ...measured(decades(-1, 25)),
  },
  orderCuisine: { key: 'orders.cuisine', title: 'Cuisine of orders', ...ofOrders, kind: 'named' },
  orderHistory: {
    key: 'orders.user-history',
    title: 'Orders of the user in the 28 days before',
    ...ofOrders,
    ...counted([0, 1, 2, 3, 4, 5, 7, 10, 15, 25]),
  },
  listHour: { key: 'lists.hour', title: 'Hour of lists, local time', ...ofOrders, ...hours },
  listUser: { key: 'lists.user', title: 'Whether the user of a list is known', ...ofOrders, kind: 'named' },
  shownPriceLevel: {
    key: 'lists.price-level',
    title: 'Price level of what is shown',
    ...ofPlacesShown,
    ...priceLevels,
  },
  shownDistance: {
    key: 'lists.distance',
    title: 'Distance of what is shown, km',
    ...ofPlacesShown,
    ...measured(decades(-1, 25)),
  },
  shownProbability: {
    key: 'lists.probability',
    title: 'Probability of an order, of what is shown',
    group: 'scores',
    assumedDispersion: 8,
    ...measured(probabilityEnds),
  },
  shownSource: {
    key: 'lists.sources',
    title: 'Candidate sources of what is shown',
    group: 'sources',
    assumedDispersion: 8,
    kind: 'named',
  },
} as const satisfies Record<string, Feature>

export type FeatureName = keyof typeof features
export const featureNames = Object.keys(features) as readonly FeatureName[]

/** The cell of a value among ascending upper ends, which do not belong to their cell. */
export function cellOf(value: number, ends: readonly number[]): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (value < ends[middle]!) high = middle
    else low = middle + 1
  }
  return low
}
