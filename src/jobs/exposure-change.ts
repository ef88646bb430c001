import { exposureByGroup, exposureFigures, type GroupExposure } from '../analysis/exposure.ts'
import { newWithinDays } from '../catalog/new-places.ts'
import { isIndependent } from '../ranking/groups.ts'
import { type Dataset, orderType } from '../relevance/dataset.ts'
import type { ExposureChange, ExposureReport } from './train-report.ts'

const listLength = 10
const newForMs = newWithinDays * 86_400_000

/** A list as a model would show it: places with their probabilities, parallel. */
interface Scored {
  readonly eligible: Int32Array
  readonly count: number
  readonly probability: Float64Array
}

/** Adds 1 / log2(1 + rank) of attention to each of the ten that would be shown. */
export function addExposure({ eligible, count, probability }: Scored, exposure: Float64Array): void {
  const top: number[] = []
  for (let j = 0; j < count; j++) {
    if (top.length === listLength && probability[j]! <= probability[top[listLength - 1]!]!) continue
    let at = top.length
    while (at > 0 && probability[top[at - 1]!]! < probability[j]!) at--
    top.splice(at, 0, j)
    if (top.length > listLength) top.pop()
  }
  top.forEach((j, rank) => {
    exposure[eligible[j]!]! += 1 / Math.log2(2 + rank)
  })
}

/** Who is shown, against who was ordered from before row `from`. */
export function reportExposure(dataset: Dataset, from: number, exposure: Float64Array): ExposureReport {
  const { history, groupings } = pastOf(dataset, from)
  return {
    ...exposureFigures(exposure, history),
    byPriceLevel: exposureByGroup(exposure, history, groupings.priceLevel),
    byNovelty: exposureByGroup(exposure, history, groupings.novelty),
    byOwnership: exposureByGroup(exposure, history, groupings.ownership),
  }
}

/** What the candidate shows against what the model in service shows, for the same `orders` orders. */
export function exposureChange(
  dataset: Dataset,
  from: number,
  orders: number,
  candidate: Float64Array,
  inService: Float64Array,
): ExposureChange {
  const [now, was] = [candidate, inService].map((exposure) => reportExposure(dataset, from, exposure))
  const groupsOf = (report: ExposureReport): readonly GroupExposure[] => [
    ...report.byNovelty,
    ...report.byOwnership,
    ...report.byPriceLevel,
  ]
  const before = new Map(groupsOf(was!).map(({ group, recommended }) => [group, recommended]))
  return {
    orders,
    coverage: { candidate: now!.coverage, inService: was!.coverage },
    popularityLift: { candidate: now!.popularityLift, inService: was!.popularityLift },
    groups: groupsOf(now!).map(({ group, recommended }) => ({
      group,
      candidate: recommended,
      inService: before.get(group)!,
    })),
  }
}

/** Past orders of each restaurant, and the names of its groups. */
function pastOf(dataset: Dataset, from: number) {
  const { catalogue } = dataset
  const { size, priceLevel } = catalogue
  const history = new Float64Array(size)
  const firstMs = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  for (let row = 0; row < from; row++) {
    if (dataset.type[row] !== orderType) continue
    const item = dataset.restaurant[row]!
    history[item]!++
    firstMs[item] = Math.min(firstMs[item]!, dataset.atMs[row]!)
  }
  const newSinceMs = dataset.atMs[from]! - newForMs
  return {
    history,
    groupings: {
      priceLevel: (item: number) => (priceLevel[item] ? `price level ${priceLevel[item]}` : 'price unknown'),
      novelty: (item: number) =>
        firstMs[item]! > newSinceMs
          ? `new (first order within ${newWithinDays} days, or none)`
          : 'established',
      ownership: (item: number) => (isIndependent(catalogue, item) ? 'independent' : 'of a chain'),
    },
  }
}
