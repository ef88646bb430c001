import { around } from 'geokdbush'
import KDBush from 'kdbush'
import { distanceKm } from './distance.ts'
import type { GeoIndex } from './geo-index.ts'

/** A static k-d tree over the known locations (NaN: unknown, left out). */
export function buildGeoIndex(latitude: Float64Array, longitude: Float64Array): GeoIndex {
  const located: number[] = []
  for (let i = 0; i < latitude.length; i++) if (!Number.isNaN(latitude[i])) located.push(i)
  if (located.length === 0) return { within: () => new Int32Array(0) }

  const tree = new KDBush(located.length)
  for (const i of located) tree.add(longitude[i]!, latitude[i]!)
  tree.finish()
  return {
    within(lat, lon, radiusKm, limit) {
      // geokdbush looks at its limit after the first find.
      if (limit < 1) return new Int32Array(0)
      // A little slack: geokdbush measures on a slightly different sphere than we do.
      const found = around(tree, lon, lat, limit, radiusKm * 1.01).map((position) => located[position]!)
      const distance = new Map(found.map((i) => [i, distanceKm(lat, lon, latitude[i]!, longitude[i]!)]))
      const inside = found.filter((i) => distance.get(i)! <= radiusKm)
      return Int32Array.from(inside.sort((a, b) => distance.get(a)! - distance.get(b)! || a - b))
    },
  }
}
