export const earthRadiusKm = 6371.0088
const radians = Math.PI / 180

/** Great-circle distance by the haversine formula, km; NaN when any coordinate is. */
export function distanceKm(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * radians) / 2)
  const sinLon = Math.sin(((lon2 - lon1) * radians) / 2)
  const h = sinLat * sinLat + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * sinLon * sinLon
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(h, 1)))
}
