import type { Objective } from './objective.ts'

/** 20 km/h on the way, a scooter's pace through a city with its stops. */
export const travelMinutesPerKm = 3
/** Taken where the distance is unknown: about 5 km. */
export const defaultTravelMinutes = 15
/** Taken where the restaurant does not say. */
export const defaultPreparationMinutes = 20

/**
 * − (preparation + travel): minutes until the food is there, as a loss: waiting lowers what a service is worth to who waits
 * ("The psychology of waiting lines": Maister 1985; measured: Taylor, Journal of Marketing 1994).
 */
export const wait: Objective = {
  key: 'wait',
  label: 'Wait',
  unit: 'minutes',
  value: ({ distanceKm, preparationMinutes }, j) => -waitMinutes(preparationMinutes[j]!, distanceKm[j]!),
  add({ count, distanceKm, preparationMinutes }, factor, out) {
    for (let j = 0; j < count; j++) out[j]! += factor * -waitMinutes(preparationMinutes[j]!, distanceKm[j]!)
  },
}

/** Expected minutes until the food is there; NaN in either argument stands for unknown. */
export function waitMinutes(preparationMinutes: number, distanceKm: number): number {
  const preparation = Number.isNaN(preparationMinutes) ? defaultPreparationMinutes : preparationMinutes
  const travel = Number.isNaN(distanceKm) ? defaultTravelMinutes : distanceKm * travelMinutesPerKm
  return preparation + travel
}
