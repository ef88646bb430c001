import type { HoursSpan } from '../../catalog/schema.ts'
import type { IdentifiedRestaurant } from '../../catalog/upsert-restaurants.ts'
import type { CsvRow } from '../csv-file.ts'
import { type DaySpan, daySpan, minuteOfDay, toHours } from '../hours.ts'
import { numberOf } from '../values.ts'
import { cityOf, known, priceLevel } from './words.ts'

/** The source has no times; all of it is put at the start of the year in which the data appeared (CARS-2011). */
export const publishedAt = '2011-01-01T00:00:00.000Z'

/** What the other files say of one place. */
export interface PlaceDetails {
  readonly cuisines: readonly string[]
  readonly payments: readonly string[]
  readonly parking: readonly string[]
  readonly hours: readonly { days: string; hours: string }[]
}

/**
 * A place as a restaurant. Not taken: fax and the projected coordinates (`the_geom_meter`, the same place again), dress code and
 * ambience (nine in ten are alike).
 */
export function toRestaurant(row: CsvRow, details: PlaceDetails) {
  const repairs: string[] = []
  const name = known(row.cell('name'))
  if (name !== null && name !== row.cell('name')) repairs.push('name tidied')
  const district = cityOf(row.cell('city'))
  if (district !== null && district !== row.cell('city')) repairs.push('city spelt as the others are')
  const { hours, repairs: hoursRepairs } = readHours(details.hours)
  const restaurant: IdentifiedRestaurant = {
    id: row.cell('placeID'),
    name: name ?? '',
    brand: null,
    district,
    cuisines: [...new Set(details.cuisines)].slice(0, 30),
    tags: tagsOf(row, details),
    priceLevel: priceLevel(row.cell('price')),
    averageSpend: null,
    currency: 'MXN',
    feeRate: null,
    costPerOrder: 0,
    preparationMinutes: null,
    deliveryRangeKm: null,
    location: locationOf(row),
    timeZone: 'America/Mexico_City',
    hours,
    rating: null,
    ratingCount: 0,
    status: 'open',
    listedAt: publishedAt,
  }
  return { restaurant, repairs: [...repairs, ...hoursRepairs] }
}

export function locationOf(row: CsvRow) {
  const lat = numberOf(row.cell('latitude'))
  const lon = numberOf(row.cell('longitude'))
  return lat === null || lon === null ? null : { lat, lon }
}

function tagsOf(row: CsvRow, { payments, parking }: PlaceDetails): string[] {
  const alcohol = known(row.cell('alcohol'))
  const access = known(row.cell('accessibility'))
  const smoking = known(row.cell('smoking_area'))
  const services = known(row.cell('other_services'))
  const tags = [
    ...payments,
    ...parking,
    ...(alcohol === 'Wine-Beer' ? ['Wine and beer'] : alcohol === 'Full Bar' ? ['Full bar'] : []),
    ...(access === 'completely' ? ['Accessible'] : access === 'partially' ? ['Partly accessible'] : []),
    ...(smoking === 'not permitted' ? ['Non-smoking'] : []),
    ...(row.cell('area') === 'open' ? ['Open air'] : []),
    ...(row.cell('franchise') === 't' ? ['Franchise'] : []),
    ...(services === 'Internet' ? ['Internet'] : []),
  ]
  return [...new Set(tags)].slice(0, 30)
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Lines such as `08:00-21:00;` on `Mon;Tue;`; several spans and several lines for a day add up, 00:00-00:00 is a closed day. A
 * place that is closed all week is one whose hours nobody knew.
 */
function readHours(lines: PlaceDetails['hours']): { hours: HoursSpan[] | null; repairs: string[] } {
  const spans: DaySpan[] = []
  let broken = false
  for (const line of lines) {
    for (const day of parts(line.days).map((word) => dayNames.indexOf(word.toLowerCase()))) {
      for (const text of parts(line.hours)) {
        const [opens, closes] = text.split('-').map(minuteOfDay)
        if (day < 0 || opens == null || closes == null) broken = true
        else {
          const span = daySpan(day, opens, closes)
          if (span) spans.push(span)
        }
      }
    }
  }
  const repairs = broken ? ['unreadable opening hours left out'] : []
  if (lines.length === 0) return { hours: null, repairs }
  if (spans.length === 0)
    return { hours: null, repairs: [...repairs, 'closed all week taken as unknown hours'] }
  const { hours, joined } = toHours(spans)
  return { hours, repairs: joined ? [...repairs, 'overlapping opening hours joined'] : repairs }
}

const parts = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
