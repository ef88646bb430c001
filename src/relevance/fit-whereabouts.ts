import { distanceKm } from '../catalog/distance.ts'
import { localMinuteOfWeek } from '../catalog/opening-hours.ts'
import { type Dataset, trainingRows } from './dataset.ts'
import { mostOrigins } from './models/order/reach.ts'
import { cellCount, cellOf, originShares, type WhereaboutsParameters } from './models/order/whereabouts.ts'

const mostLabels = 20
const mostOrders = 20_000
const rounds = 10
/** Orders that every label and hour is given, at its share over all hours. */
const prior = 20

/**
 * How often users with several places order to each, by its label and the hour of the week, from what delivers where: expectation
 * maximisation over which of the places in range it was (Dempster, Laird and Rubin, 1977), on the latest orders before row `end`.
 */
export function fitWhereabouts(dataset: Dataset, end: number): WhereaboutsParameters {
  const seen = evidence(dataset, end)
  const labels = commonLabels(seen)
  let parameters: WhereaboutsParameters = {
    labels,
    shares: new Float64Array(labels.length * cellCount).fill(0.5),
  }
  for (let round = 0; round < rounds; round++) parameters = { labels, shares: maximise(seen, parameters) }
  return parameters
}

interface Evidence {
  readonly origins: Dataset['users'][number]['origins']
  readonly cell: number
  /** by origin */
  readonly delivers: readonly boolean[]
}

function evidence(dataset: Dataset, end: number): Evidence[] {
  const { catalogue, users } = dataset
  const rows = trainingRows(dataset).filter(
    (row) => row < end && users[dataset.user[row]!]!.origins.length > 1,
  )
  return Array.from(rows.subarray(Math.max(0, rows.length - mostOrders)), (row) => {
    const item = dataset.restaurant[row]!
    const origins = users[dataset.user[row]!]!.origins.slice(0, mostOrigins)
    const minute = localMinuteOfWeek(dataset.atMs[row]!, catalogue.timeZones[catalogue.timeZone[item]!]!)
    const kmTo = ({ lat, lon }: (typeof origins)[number]) =>
      distanceKm(lat, lon, catalogue.latitude[item]!, catalogue.longitude[item]!)
    return {
      origins,
      cell: cellOf(minute),
      delivers: origins.map((origin) => !(kmTo(origin) > catalogue.deliveryRangeKm[item]!)),
    }
  }).filter(({ delivers }) => delivers.includes(true))
}

function commonLabels(seen: readonly Evidence[]): string[] {
  const counts = new Map<string, number>()
  for (const { origins } of seen) {
    for (const { label = '' } of origins) {
      counts.set(label.toLowerCase(), (counts.get(label.toLowerCase()) ?? 0) + 1)
    }
  }
  const byCount = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return byCount
    .slice(0, mostLabels)
    .map(([label]) => label)
    .sort()
}

/** One round: who could have been asked for, shared out; over how often they could. */
function maximise(seen: readonly Evidence[], parameters: WhereaboutsParameters): Float64Array {
  const { labels } = parameters
  const went = new Float64Array(labels.length * cellCount)
  const could = new Float64Array(labels.length * cellCount)
  for (const { origins, cell, delivers } of seen) {
    const shares = originShares(parameters, origins, cell)
    let sum = 0
    for (let o = 0; o < shares.length; o++) if (delivers[o]) sum += shares[o]!
    for (let o = 0; o < shares.length; o++) {
      const row = labels.indexOf(origins[o]!.label?.toLowerCase() ?? '')
      if (row < 0) continue
      could[row * cellCount + cell]!++
      if (delivers[o]) went[row * cellCount + cell]! += shares[o]! / sum
    }
  }
  return Float64Array.from(went, (count, n) => {
    const from = Math.floor(n / cellCount) * cellCount
    let all = 0
    let allCould = 0
    for (let c = from; c < from + cellCount; c++) {
      all += went[c]!
      allCould += could[c]!
    }
    const mean = (all + 1) / (allCould + 2)
    return (count + prior * mean) / (could[n]! + prior)
  })
}
