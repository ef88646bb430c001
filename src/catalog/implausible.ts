import type { Location } from '../schema/primitives.ts'

/** A place at exactly (0, 0), in the open sea off Ghana: what software writes where it knows none. */
export const isNullIsland = ({ lat, lon }: Location): boolean => lat === 0 && lon === 0

/** The location, where it can be one; null: unknown. */
export const plausible = (location: Location | null): Location | null =>
  location === null || isNullIsland(location) ? null : location

/**
 * Nothing is delivered farther by who does not say how far he delivers, km. Chosen to lie beyond every order there is a distance of: in the
 * food-delivery data, whose coordinates were shifted, half of the orders go over 54 km, 99 % over up to 160 km and the farthest over 498 km.
 */
export const farthestDeliveryKm = 500
