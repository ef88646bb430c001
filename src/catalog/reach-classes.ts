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
  const sorted = deliveryRangeKm.filter((km) => km < farthestDeliveryKm).sort()
  const bounds = Array.from({ length: mostClasses }, (_, c) => {
    return sorted[Math.ceil(((c + 1) * sorted.length) / mostClasses) - 1]
  })
  // Those that do not say how far would make the last class look as if all of it delivered anywhere.
  bounds.push(deliveryRangeKm.reduce((most, km) => Math.max(most, km), 0))
  const classes: ReachClass[] = []
  let beyondKm = Number.NEGATIVE_INFINITY
  for (const reachKm of new Set(bounds)) {
    if (reachKm === undefined) continue
    const own = latitude.slice()
    for (let i = 0; i < own.length; i++) {
      if (!(deliveryRangeKm[i]! > beyondKm && deliveryRangeKm[i]! <= reachKm)) own[i] = Number.NaN
    }
    classes.push({ reachKm, geo: yield* geoIndexSteps(own, longitude) })
    beyondKm = reachKm
    yield
  }
  return classes
}
