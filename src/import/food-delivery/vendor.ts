import type { IdentifiedRestaurant } from '../../catalog/upsert-restaurants.ts'
import type { CsvRow } from '../csv-file.ts'
import { clockTime, numberOf, wholeId } from '../values.ts'
import type { PlaceCheck } from './places.ts'
import { vendorHours } from './vendor-hours.ts'

/** Tags that say how a place serves, not what it cooks. */
const services = new Set(['free delivery', 'family meal', 'combos', 'kids meal', 'organic', 'healthy food'])

/** Kitchens tell more about a place than its dishes do; they come first in its name. */
const kitchens = [
  ...['omani', 'lebanese', 'indian', 'arabic', 'thai', 'chinese', 'japanese', 'mexican', 'italian', 'asian'],
  ...['american', 'sushi', 'biryani', 'seafood', 'steaks', 'grills', 'shawarma', 'pizzas', 'burgers', 'cafe'],
]
const otherSpellings: Readonly<Record<string, string>> = { Pizza: 'Pizzas', Pastas: 'Pasta', Cafe: 'Café' }

/**
 * A vendor as a restaurant. Vendors have no names, so that one is made from their tags and id. Not taken: the delivery charge and
 * the discount (no order shows who bore them), OpeningTime (free text beside the weekday columns), the rank.
 * @param hasOrders whether the orders of the folder name this vendor
 */
export function toRestaurant(row: CsvRow, places: PlaceCheck, hasOrders: (id: string) => boolean) {
  const repairs: string[] = []
  const id = wholeId(row.cell('id'))
  const { cuisines, tags } = readTags(row)
  const location = places.locate(row)
  if (!location) repairs.push('implausible location dropped')
  // Measured with these coordinates, half of all orders come from 57 km and more, while the ranges are 2 to 15 km.
  if (numberOf(row.cell('serving_distance')) !== null) {
    repairs.push('delivery range dropped: it contradicts the shifted coordinates')
  }
  const { hours, repairs: hoursRepairs } = vendorHours(row)
  const restaurant: IdentifiedRestaurant = {
    id,
    name: nameOf(id, cuisines, row.cell('vendor_category_en')),
    brand: null,
    district: null,
    cuisines,
    tags,
    priceLevel: null,
    averageSpend: null,
    currency: 'OMR',
    feeRate: readFee(row, repairs),
    costPerOrder: 0,
    preparationMinutes: numberOf(row.cell('prepration_time')),
    deliveryRangeKm: null,
    location,
    // Oman's clock, taken as UTC like the order times, so that hours and orders agree.
    timeZone: 'UTC',
    hours,
    rating: numberOf(row.cell('vendor_rating')),
    // The file gives no number of ratings.
    ratingCount: 0,
    status: readStatus(row, hasOrders(id), repairs),
    listedAt: clockTime(row.cell('created_at')) ?? undefined,
  }
  return { restaurant, repairs: [...repairs, ...hoursRepairs] }
}

function readTags(row: CsvRow): { cuisines: string[]; tags: string[] } {
  const given = row
    .cell('vendor_tag_name')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
    .map((tag) => otherSpellings[tag] ?? tag)
  const all = [...new Set(given)]
  const isService = (tag: string) => services.has(tag.toLowerCase())
  const category = row.cell('vendor_category_en')
  return {
    cuisines: all.filter((tag) => !isService(tag)).slice(0, 30),
    tags: [...all.filter(isService), ...(category === '' ? [] : [category])].slice(0, 30),
  }
}

/** `Lebanese & Arabic 4`: the two most telling tags, and the id that makes the name the only one. */
function nameOf(id: string, cuisines: readonly string[], category: string): string {
  const place = (cuisine: string) => {
    const at = kitchens.indexOf(cuisine.toLowerCase())
    return at < 0 ? kitchens.length : at
  }
  const telling = [...cuisines].sort((a, b) => place(a) - place(b)).slice(0, 2)
  const words =
    telling.length > 0 ? telling.join(' & ') : category.replace(/^Restaurants$/, '') || 'Restaurant'
  return `${words} ${id}`
}

/** A commission in percent; 0 in every row cannot be what the service earns, so the default rate stands. */
function readFee(row: CsvRow, repairs: string[]): number | null {
  const commission = numberOf(row.cell('commission'))
  if (commission !== null && commission > 0 && commission <= 100) return commission / 100
  if (commission !== null) repairs.push('commission of 0 taken as unknown')
  return null
}

/**
 * `status` and `is_open` were recorded months after the last order, and say 0 for vendors that were ordered from until the end. At
 * the time of the orders those were open; only a vendor that nobody ordered from is closed.
 */
function readStatus(row: CsvRow, hasOrders: boolean, repairs: string[]): 'open' | 'closed' {
  const isOff = numberOf(row.cell('status')) === 0 || numberOf(row.cell('is_open')) === 0
  if (!isOff) return 'open'
  if (!hasOrders) return 'closed'
  repairs.push('marked as off later than its orders: taken as open')
  return 'open'
}
