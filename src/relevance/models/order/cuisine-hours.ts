import type { Catalogue } from '../../../catalog/catalogue.ts'
import { runSteps, type Steps } from '../../../numeric/steps.ts'
import type { Demand } from '../../demand.ts'
import { hoursFit, type ZoneMoment } from './moment.ts'

/** Orders near an hour that a cuisine is given before anything is known of it. */
const priorOrders = 5

const restaurantsAStep = 4096

export interface CuisineHours {
  /** For one moment; each cuisine is worked out once, when first asked for. */
  at(momentOf: (item: number) => ZoneMoment): (item: number) => number
  /** Sums ahead what `at` would sum when it is asked, with stops in between. */
  refreshSteps(): Steps<void>
}

/**
 * How the cuisines of a place suit the hour, the mean over its cuisines of what `hourFit` says of one place: cuisines have many
 * orders where a single place has few. Summed again when orders have come in that could change it visibly.
 */
export function createCuisineHours(catalogue: Catalogue, demand: Demand): CuisineHours {
  const { cuisines, cuisineStart, cuisineNames, size } = catalogue
  let sums = { hours: new Float64Array(0), counts: new Float64Array(0), revision: -1 }

  function* refreshSteps(): Steps<void> {
    if (sums.revision >= 0 && demand.revision - sums.revision <= demand.revision / 64) return
    const { hourOfDay, revision } = demand
    const hours = new Float64Array(cuisineNames.length * 24)
    const counts = new Float64Array(cuisineNames.length)
    for (let i = 0; i < size; i++) {
      if ((i + 1) % restaurantsAStep === 0) yield
      const count = demand.count(i)
      if (count === 0) continue
      const end = cuisineStart[i + 1]!
      for (let c = cuisineStart[i]!; c < end; c++) {
        const to = cuisines[c]! * 24
        const from = i * 24
        counts[cuisines[c]!]! += count
        for (let h = 0; h < 24; h++) hours[to + h]! += hourOfDay[from + h]!
      }
    }
    sums = { hours, counts, revision }
  }

  const at: CuisineHours['at'] = (momentOf) => {
    runSteps(refreshSteps())
    const { hours, counts } = sums
    const known = new Map<ZoneMoment, Float64Array>()
    return (item) => {
      const [from, to] = [cuisineStart[item]!, cuisineStart[item + 1]!]
      if (from === to) return 0
      const moment = momentOf(item)
      const fits = known.get(moment) ?? new Float64Array(cuisineNames.length).fill(Number.NaN)
      known.set(moment, fits)
      let sum = 0
      for (let c = from; c < to; c++) {
        const cuisine = cuisines[c]!
        if (Number.isNaN(fits[cuisine]!)) {
          fits[cuisine] = hoursFit(hours, cuisine, counts[cuisine]!, moment, priorOrders)
        }
        sum += fits[cuisine]!
      }
      return sum / (to - from)
    }
  }
  return { refreshSteps, at }
}
