/** Restaurants by place. Those without a known location are not in it. */
export interface GeoIndex {
  /** Catalogue indices in the index's own order, in which what is near lies in few runs. */
  readonly items: Int32Array
  /**
   * Runs of `items` that hold every restaurant within `radiusKm` (great circle), and some a little farther away; each once, in no
   * order of distance, but always the same. Finding them looks at no restaurant.
   * @param out run n is items[out[2n]] … items[out[2n + 1] − 1]; length ≥ 2 · mostRuns
   * @returns how many runs were written
   */
  runs(lat: number, lon: number, radiusKm: number, out: Int32Array): number
  readonly mostRuns: number
}
