/** Restaurants by place. Those without a known location are not in it. */
export interface GeoIndex {
  /**
   * Writes to the start of `out` every restaurant within `radiusKm` (great circle), and some a little farther away; each once, in
   * no order of distance, but always the same.
   * @param out catalogue indices; as long as the catalogue
   * @returns how many were written
   */
  collect(lat: number, lon: number, radiusKm: number, out: Int32Array): number
}
