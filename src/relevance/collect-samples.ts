import type { Catalogue } from '../catalog/catalogue.ts'
import { isOpenAt, localMinuteOfWeek } from '../catalog/opening-hours.ts'
import type { Random } from '../numeric/random.ts'
import type { Dataset } from './dataset.ts'
import type { FeatureExtractor } from './models/order/extractor.ts'
import { featureCount } from './models/order/features.ts'
import { fillDistances, fillEligible, type Occasion } from './replay.ts'

/** Occasions with the features of what could have been ordered, as they were known just before. */
export interface Samples {
  readonly occasions: number
  /** occasion n has rows `rowStart[n] … rowStart[n + 1] − 1`; the first of them is what was ordered */
  readonly rowStart: Int32Array
  /** rows × featureCount, row-major */
  readonly features: Float32Array
  /** how many restaurants a row stands for: 1, or more for sampled ones */
  readonly weight: Float32Array
  readonly atMs: Float64Array
}

/** Restaurants new to the user that are drawn for an occasion: open ones, and closed ones; of up to half as many more, all are taken. */
export const defaultNegatives = 56
const closedNegatives = 8

export interface SampleCollector {
  add(occasion: Occasion, extractor: FeatureExtractor): void
  finish(): Samples
}

/**
 * Takes all of the user's own places and uniform samples of the others, of those open and of those closed, weighted back to all of
 * them. Where a new place was ordered from, it is one of its sample: that sample is then equally likely whichever of its places is
 * the choice, which makes the fit on it consistent (McFadden, 1978).
 */
export function createSampleCollector(
  dataset: Dataset,
  random: Random,
  negatives: number = defaultNegatives,
): SampleCollector {
  const drawnAtMost = [negatives, closedNegatives]
  const { catalogue } = dataset
  const distances = new Float64Array(catalogue.size)
  const eligible = new Int32Array(catalogue.size)
  const groups = drawnAtMost.map(() => new Int32Array(catalogue.size))
  const row = new Float64Array(featureCount)
  let features = new Float32Array(1024 * featureCount)
  const weights: number[] = []
  const rowStart = [0]
  const atMs: number[] = []

  const push = (user: ReturnType<FeatureExtractor['begin']>, item: number, weight: number) => {
    const at = weights.length * featureCount
    if (at + featureCount > features.length) {
      const larger = new Float32Array(features.length * 2)
      larger.set(features)
      features = larger
    }
    user.extract(item, distances[item]!, 'full', row, 0)
    features.set(row, at)
    weights.push(weight)
  }

  return {
    add({ chosen, user: userIndex, query }, extractor) {
      const user = extractor.begin(query)
      fillDistances(catalogue, dataset.users[userIndex]!.origins, distances)
      const count = fillEligible(catalogue, query.atMs, distances, { openNow: false }, eligible)
      const isEligible = (item: number) => !(distances[item]! > catalogue.deliveryRangeKm[item]!)
      const isOwn = (item: number) => (user.past.places.get(item)?.orders ?? 0) > 0
      const isRepeat = isOwn(chosen)
      const isOpen = createOpening(catalogue, query.atMs)
      const others = [0, 0]
      for (let j = 0; j < count; j++) {
        const item = eligible[j]!
        if (item === chosen || isOwn(item)) continue
        const group = isOpen(item) ? 0 : 1
        groups[group]![others[group]!++] = item
      }
      const groupOfChoice = isRepeat ? -1 : isOpen(chosen) ? 0 : 1
      const plans = drawnAtMost.map((most, group) => {
        const fresh = others[group]! + (group === groupOfChoice ? 1 : 0)
        return { fresh, drawn: fresh <= most * 1.5 ? fresh : most }
      })
      const ofChoice = plans[groupOfChoice]
      push(user, chosen, ofChoice ? ofChoice.fresh / ofChoice.drawn : 1)
      for (const { item } of user.past.ordered) {
        if (item !== chosen && isEligible(item)) push(user, item, 1)
      }
      plans.forEach(({ fresh, drawn }, group) => {
        const items = groups[group]!
        const left = others[group]!
        for (let n = 0; n < (group === groupOfChoice ? drawn - 1 : drawn); n++) {
          const m = drawn < fresh ? n + random.int(left - n) : n
          const kept = items[n]!
          items[n] = items[m]!
          items[m] = kept
          push(user, items[n]!, fresh / drawn)
        }
      })
      rowStart.push(weights.length)
      atMs.push(query.atMs)
    },
    finish: () => ({
      occasions: atMs.length,
      rowStart: Int32Array.from(rowStart),
      features: features.subarray(0, weights.length * featureCount),
      weight: Float32Array.from(weights),
      atMs: Float64Array.from(atMs),
    }),
  }
}

/** Whether a restaurant is open at the moment, by the clock of its own zone. */
function createOpening(catalogue: Catalogue, atMs: number): (item: number) => boolean {
  const minutes = catalogue.timeZones.map((zone) => localMinuteOfWeek(atMs, zone))
  return (item) => isOpenAt(catalogue, item, minutes[catalogue.timeZone[item]!]!)
}
