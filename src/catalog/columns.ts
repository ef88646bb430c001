import { restaurantStatuses } from './catalogue.ts'
import { farthestDeliveryKm, plausible } from './implausible.ts'
import { defaultFeeRate, type Restaurant } from './schema.ts'

/** What a restaurant puts into each column of the catalogue that holds one value a restaurant. */
export const read = {
  ids: (row: Restaurant) => row.id,
  names: (row: Restaurant) => row.name,
  brands: (row: Restaurant) => row.brand,
  districts: (row: Restaurant) => row.district,
  tags: (row: Restaurant) => row.tags,
  currencies: (row: Restaurant) => row.currency,
  latitude: (row: Restaurant) => plausible(row.location)?.lat ?? Number.NaN,
  longitude: (row: Restaurant) => plausible(row.location)?.lon ?? Number.NaN,
  priceLevel: (row: Restaurant) => row.priceLevel ?? 0,
  averageSpend: (row: Restaurant) => row.averageSpend ?? Number.NaN,
  feeRate: (row: Restaurant) => row.feeRate ?? defaultFeeRate,
  costPerOrder: (row: Restaurant) => row.costPerOrder,
  preparationMinutes: (row: Restaurant) => row.preparationMinutes ?? Number.NaN,
  deliveryRangeKm: (row: Restaurant) => row.deliveryRangeKm ?? farthestDeliveryKm,
  rating: (row: Restaurant) => row.rating ?? Number.NaN,
  ratingCount: (row: Restaurant) => row.ratingCount,
  status: (row: Restaurant) => restaurantStatuses.indexOf(row.status),
  listedAtMs: (row: Restaurant) => Date.parse(row.listedAt),
} as const
