import { indices } from '../numeric/indices.ts'
import type { Steps } from '../numeric/steps.ts'
import { geoIndexSteps } from './build-geo-index.ts'
import type { GeoIndex } from './geo-index.ts'
import { farthestDeliveryKm } from './implausible.ts'

/** Restaurants that deliver about equally far, by place. */
export interface ReachClass {
  /** The longest delivery range among them, km. */
  readonly reachKm: number
  readonly geo: GeoIndex
}

/** More classes leave out more places that do not deliver so far, and cost a search each. */
const mostClasses = 6

/**
 * The located restaurants in classes by delivery range, the shortest first: of about equal size, and those that state none. Who looks for places that deliver to a point needs to look in each
 * class no farther than it reaches: in a dense city most places within a wide circle do not deliver so far. Yields between classes, so
 * that a server can answer others.
 */
export function* reachClassSteps(
  latitude: Float64Array,
  longitude: Float64Array,
  deliveryRangeKm: Float64Array,
): Steps<readonly ReachClass[]> {
  const stating = indices(deliveryRangeKm.length, (i) => deliveryRangeKm[i]! < farthestDeliveryKm)
  const sorted = new Float64Array(stating.length)
  for (let n = 0; n < stating.length; n++) sorted[n] = deliveryRangeKm[stating[n]!]!
  sorted.sort()
  yield
  const bounds = Array.from({ length: mostClasses }, (_, c) => {
    return sorted[Math.ceil(((c + 1) * sorted.length) / mostClasses) - 1]
  })
  // Those that do not say how far would make the last class look as if all of it delivered anywhere.
  let farthestKm = 0
  for (const km of deliveryRangeKm) farthestKm = Math.max(farthestKm, km)
  bounds.push(farthestKm)
  yield
  const classes: ReachClass[] = []
  let beyondKm = Number.NEGATIVE_INFINITY
  for (const reachKm of new Set(bounds)) {
    if (reachKm === undefined) continue
    const above = beyondKm
    const isOfClass = (i: number) => deliveryRangeKm[i]! > above && deliveryRangeKm[i]! <= reachKm
    classes.push({ reachKm, geo: yield* geoIndexSteps(latitude, longitude, isOfClass) })
    beyondKm = reachKm
    yield
  }
  return classes
}
