import type { RestaurantInput } from '../src/catalog/schema.ts'
import type { Random } from '../src/numeric/random.ts'
import type { Location } from '../src/schema/primitives.ts'
import type { Calendar } from './calendar.ts'
import { cuisineNumber, cuisines } from './cuisines.ts'
import { districts, settle } from './districts.ts'
import { weeklyHours } from './hours.ts'
import { brands } from './name-parts.ts'
import { createNamer, type Namer } from './names.ts'
import { type CityOptions, cityCurrency, cityTimeZone } from './options.ts'
import { clamp, lognormal, pick, pickIndex, roundTo } from './sampling.ts'

export const styleCount = 4

/** A restaurant as the service may know it (`row`), and what only the simulation knows. */
export interface Place {
  readonly row: RestaurantInput & { id: string }
  readonly hidden: HiddenPlace
}

export interface HiddenPlace {
  /** where it really is, whatever its row says */
  readonly location: Location
  /** mean amount of an order by a user of appetite 1, EUR */
  readonly spend: number
  /** standard normal over the city */
  readonly quality: number
  /** standard normal directions beyond the cuisine, length `styleCount` */
  readonly style: readonly number[]
  /** index into `cuisines`; `secondCuisine` -1: none */
  readonly cuisine: number
  readonly secondCuisine: number
  /** change of demand over 120 days on the logarithmic scale, its cuisine's fashion apart */
  readonly drift: number
  /** open to orders on local days in [listedDay, closedDay) of the period */
  readonly listedDay: number
  readonly closedDay: number
}

/** EUR; the median spend of price levels 1 to 4. */
const medianSpend = [11, 18, 31, 54] as const
const tags = ['terrace', 'vegan options', 'gluten-free', 'halal', 'family', 'eco packaging', 'live music']

interface Kind {
  readonly brand: string | null
  readonly cuisine: number
  readonly priceLevel: number
  readonly feeRate: number | null
  /** what branches of a chain have in common */
  readonly style: readonly number[]
  readonly quality: number
}

/** All restaurants, ids ascending; chains are scattered among them. */
export function makePlaces(options: CityOptions, calendar: Calendar, random: Random): Place[] {
  const kinds = random.fork('kinds').shuffle(listKinds(options.restaurants, random.fork('brands')))
  const namer = createNamer()
  return kinds.map((kind, index) =>
    makePlace(`r-${String(index + 1).padStart(5, '0')}`, kind, calendar, namer, random),
  )
}

function listKinds(count: number, random: Random): Kind[] {
  const chains = brands.flatMap(([brand, cuisine, priceLevel, branches]) => {
    const kind: Kind = {
      brand,
      cuisine: cuisineNumber(cuisine),
      priceLevel,
      feeRate: random.next() < 0.5 ? 0.08 : null,
      style: normals(random, styleCount),
      quality: 0.5 * random.normal(),
    }
    return Array.from({ length: Math.round((branches * count) / 2500) }, () => kind)
  })
  const shares = cuisines.map((entry) => entry.share)
  const single = (): Kind => {
    const cuisine = pickIndex(random, shares)
    return {
      brand: null,
      cuisine,
      priceLevel: pickIndex(random, cuisines[cuisine]!.levels) + 1,
      feeRate: random.next() < 0.08 ? pick(random, [0.08, 0.12, 0.12, 0.15, 0.18]) : null,
      style: normals(random, styleCount),
      quality: random.normal(),
    }
  }
  return Array.from({ length: count }, (_, index) => chains[index] ?? single())
}

function makePlace(id: string, kind: Kind, calendar: Calendar, namer: Namer, random: Random): Place {
  const { district, location } = settle(random, 'kitchens')
  const { name: districtName, dearness } = districts[district]!
  const main = cuisines[kind.cuisine]!
  const second = main.besides.length > 0 && random.next() < 0.4 ? pick(random, main.besides) : null
  const quality = kind.brand === null ? kind.quality : kind.quality + 0.5 * random.normal()
  const spend = lognormal(random, medianSpend[kind.priceLevel - 1]! * Math.exp(0.5 * dearness), 0.2)
  const life = lifeOf(calendar, random)
  const ratingCount = Math.round(lognormal(random, life.listedDay > 0 ? 8 : 120, 1.1))
  const rating = clamp(3.9 + 0.4 * quality + random.normal() / Math.sqrt(ratingCount + 1), 1, 5)
  const row = {
    id,
    name: kind.brand ? namer.branch(kind.brand, districtName) : namer.name(random, main.name, districtName),
    brand: kind.brand,
    district: districtName,
    cuisines: second ? [main.name, second] : [main.name],
    tags: tags.filter(() => random.next() < 0.12),
    priceLevel: random.next() < 0.97 ? kind.priceLevel : null,
    averageSpend: random.next() < 0.85 ? roundTo(lognormal(random, spend, 0.06), 0.1) : null,
    currency: cityCurrency,
    feeRate: kind.feeRate,
    costPerOrder: roundTo(0.4 + 0.02 * spend + 0.5 * random.next(), 0.05),
    preparationMinutes: random.next() < 0.95 ? Math.round(lognormal(random, main.minutes, 0.25)) : null,
    deliveryRangeKm: random.next() < 0.98 ? roundTo(clamp(lognormal(random, 2.5, 0.35), 1, 7), 0.1) : null,
    location,
    timeZone: cityTimeZone,
    hours: random.next() < 0.96 ? weeklyHours(random, pick(random, main.hours)) : null,
    rating: ratingCount > 0 ? roundTo(rating, 0.1) : null,
    ratingCount,
    status: life.status,
    listedAt: new Date(life.listedAtMs).toISOString(),
  }
  return {
    row,
    hidden: {
      location,
      spend,
      quality,
      style: kind.brand === null ? kind.style : kind.style.map((value) => value + 0.4 * random.normal()),
      cuisine: kind.cuisine,
      secondCuisine: second ? cuisineNumber(second) : -1,
      drift: 0.35 * random.normal(),
      listedDay: life.listedDay,
      closedDay: life.closedDay,
    },
  }
}

interface Life extends Pick<HiddenPlace, 'listedDay' | 'closedDay'> {
  readonly status: RestaurantInput['status']
  readonly listedAtMs: number
}

/** Nine of ten were there before the period and still are; the rest open, close or pause during it. */
function lifeOf(calendar: Calendar, random: Random): Life {
  const fate = random.next()
  const isNew = random.next() < 0.08
  const listedDay = isNew ? 1 + random.int(calendar.days) : -30 - random.int(1200)
  const listedAtMs = Math.min(calendar.instant(listedDay, 0), calendar.endMs - 1)
  const stays = { status: 'open', listedDay, closedDay: Infinity, listedAtMs } as const
  if (isNew || fate > 0.05) return stays
  const closedDay = fate < 0.03 ? random.int(calendar.days) : calendar.days - 1 - random.int(5)
  return { ...stays, status: fate < 0.03 ? 'closed' : 'paused', closedDay }
}

function normals(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.normal())
}
