/** Restaurants by place. Those without a known location are not in it. */
export interface GeoIndex {
  /** Indices of at most `limit` restaurants within `radiusKm` (great circle), nearest first, ties by index. */
  within(lat: number, lon: number, radiusKm: number, limit: number): Int32Array
}
