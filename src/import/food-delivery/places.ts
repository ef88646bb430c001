import type { Location } from '../../schema/primitives.ts'
import type { CsvRow } from '../csv-file.ts'
import { median, numberOf } from '../values.ts'

/**
 * The publisher shifted all coordinates, which leaves no absolute rule for what is plausible. What lies further than this from the
 * middle of the vendors is no place in the same country: latitudes of -670 occur, and a third of the saved places lie on one exact
 * line near longitude -78.6, as every place would whose longitude was missing before the shift.
 */
const farDegrees = 5

/** Tells the plausible places from the others, by the middle of all vendors. */
export function createPlaceCheck(vendors: readonly CsvRow[]) {
  const middleLat = median(vendors.map((row) => numberOf(row.cell('latitude'))))
  const middleLon = median(vendors.map((row) => numberOf(row.cell('longitude'))))
  return {
    /** null: missing or implausible */
    locate(row: CsvRow): Location | null {
      const lat = numberOf(row.cell('latitude'))
      const lon = numberOf(row.cell('longitude'))
      if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null
      const isFar =
        Math.abs(lat - (middleLat ?? lat)) > farDegrees || Math.abs(lon - (middleLon ?? lon)) > farDegrees
      return isFar ? null : { lat, lon }
    },
  }
}

export type PlaceCheck = ReturnType<typeof createPlaceCheck>
