import type { Steps } from '../numeric/steps.ts'
import type { Catalogue } from './catalogue.ts'
import { toWeekSpan, type WeekSpan } from './opening-hours.ts'
import type { Restaurant } from './schema.ts'

/** Restaurants in one go; a millisecond or so. */
const restaurantsAStep = 2048

/** @param ids ascending */
export function* indexSteps(ids: readonly string[]): Steps<Map<string, number>> {
  const indexOf = new Map<string, number>()
  for (let i = 0; i < ids.length; i++) {
    indexOf.set(ids[i]!, i)
    if ((i + 1) % restaurantsAStep === 0) yield
  }
  return indexOf
}

/** @param cuisinesOf restaurant i's cuisines, as it spells them; of two that differ in case alone the first counts */
export function* layOutCuisines(
  size: number,
  cuisinesOf: (i: number) => readonly string[],
): Steps<
  Pick<Catalogue, 'cuisineNames' | 'cuisineIndex' | 'cuisineStart' | 'cuisines' | 'cuisineSpellings'>
> {
  // The first spelling in order of restaurant id is the one shown.
  const spellings = new Map<string, string>()
  const keys = new Map<string, string>()
  const keyOf = (name: string): string => {
    let key = keys.get(name)
    if (key === undefined) {
      key = name.toLowerCase()
      keys.set(name, key)
    }
    return key
  }
  for (let i = 0; i < size; i++) {
    for (const name of cuisinesOf(i)) {
      const key = keyOf(name)
      if (!spellings.has(key)) spellings.set(key, name)
    }
    if ((i + 1) % restaurantsAStep === 0) yield
  }
  const sorted = [...spellings.keys()].sort()
  const cuisineIndex = new Map(sorted.map((key, i) => [key, i]))
  const numbers = new Map([...keys].map(([name, key]) => [name, cuisineIndex.get(key)!]))
  yield
  const cuisineStart = new Int32Array(size + 1)
  const flat: number[] = []
  const cuisineSpellings: string[] = []
  for (let i = 0; i < size; i++) {
    const from = flat.length
    for (const name of cuisinesOf(i)) {
      const number = numbers.get(name)!
      if (flat.indexOf(number, from) >= 0) continue
      flat.push(number)
      cuisineSpellings.push(name)
    }
    cuisineStart[i + 1] = flat.length
    if ((i + 1) % restaurantsAStep === 0) yield
  }
  return {
    cuisineNames: sorted.map((key) => spellings.get(key)!),
    cuisineIndex,
    cuisineStart,
    cuisines: Int32Array.from(flat),
    cuisineSpellings,
  }
}

/** Zones are numbered as they first appear. */
export function layOutZones(
  size: number,
  zoneOf: (i: number) => string,
): Pick<Catalogue, 'timeZone' | 'timeZones'> {
  const numbers = new Map<string, number>()
  const timeZone = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    const name = zoneOf(i)
    let number = numbers.get(name)
    if (number === undefined) {
      number = numbers.size
      numbers.set(name, number)
    }
    timeZone[i] = number
  }
  return { timeZone, timeZones: [...numbers.keys()] }
}

/** The spans of restaurant i; null: unknown. */
export type HoursReader = (i: number) => readonly WeekSpan[] | null

/** Restaurants that share their list of hours share its spans. */
export function createHoursReader(rows: readonly Restaurant[]): HoursReader {
  const known = new Map<Restaurant['hours'], readonly WeekSpan[]>()
  return (i) => {
    const { hours } = rows[i]!
    if (hours === null) return null
    let spans = known.get(hours)
    if (!spans) {
      spans = hours.map(toWeekSpan)
      known.set(hours, spans)
    }
    return spans
  }
}

export function* layOutHours(
  size: number,
  spansOf: HoursReader,
): Steps<Pick<Catalogue, 'hoursStart' | 'hoursFrom' | 'hoursTo' | 'hoursKnown'>> {
  const hoursStart = new Int32Array(size + 1)
  const hoursKnown = new Uint8Array(size)
  for (let i = 0; i < size; i++) {
    const spans = spansOf(i)
    hoursKnown[i] = spans === null ? 0 : 1
    hoursStart[i + 1] = hoursStart[i]! + (spans?.length ?? 0)
    if ((i + 1) % restaurantsAStep === 0) yield
  }
  const hoursFrom = new Int32Array(hoursStart[size]!)
  const hoursTo = new Int32Array(hoursFrom.length)
  for (let i = 0; i < size; i++) {
    const at = hoursStart[i]!
    spansOf(i)?.forEach((span, s) => {
      hoursFrom[at + s] = span.from
      hoursTo[at + s] = span.to
    })
    if ((i + 1) % restaurantsAStep === 0) yield
  }
  return { hoursStart, hoursKnown, hoursFrom, hoursTo }
}
