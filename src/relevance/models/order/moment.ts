import type { Catalogue } from '../../../catalog/catalogue.ts'
import { localMinuteOfWeek, minutesPerWeek } from '../../../catalog/opening-hours.ts'
import type { Demand } from '../../demand.ts'

/** The moment of a query on the clock of one time zone. */
export interface ZoneMoment {
  readonly minuteOfWeek: number
  /** local clock minus UTC, ms */
  readonly offsetMs: number
  /** hours of the day near this one, their kernel weights, and the share of all orders that these weights catch */
  readonly hours: Int32Array
  readonly kernel: Float64Array
  readonly expectedShare: number
}

const kernelHours = 1.5
const reachHours = 4

/** Made for each zone when first asked for; most catalogues have one. */
export function createMoments(
  catalogue: Pick<Catalogue, 'timeZones' | 'timeZone'>,
  allHours: Float64Array,
  atMs: number,
): (item: number) => ZoneMoment {
  const known: (ZoneMoment | undefined)[] = []
  return (item) => {
    const zone = catalogue.timeZone[item]!
    known[zone] ??= createMoment(catalogue.timeZones[zone]!, allHours, atMs)
    return known[zone]
  }
}

function createMoment(timeZone: string, allHours: Float64Array, atMs: number): ZoneMoment {
  const minuteOfWeek = localMinuteOfWeek(atMs, timeZone)
  // The epoch was a Thursday; Monday is three days before.
  const utcMinute = (Math.floor(atMs / 60_000) + 3 * 1440) % minutesPerWeek
  let minutes = minuteOfWeek - utcMinute
  if (minutes > minutesPerWeek / 2) minutes -= minutesPerWeek
  if (minutes < -minutesPerWeek / 2) minutes += minutesPerWeek

  const hourOfDay = (minuteOfWeek % 1440) / 60
  const first = Math.floor(hourOfDay) - reachHours
  const count = 2 * reachHours + 1
  const hours = Int32Array.from({ length: count }, (_, n) => (first + n + 24) % 24)
  const kernel = Float64Array.from({ length: count }, (_, n) => {
    return Math.exp(-0.5 * ((first + n + 0.5 - hourOfDay) / kernelHours) ** 2)
  })
  let near = 0
  let all = 0
  for (const orders of allHours) all += orders
  for (let n = 0; n < count; n++) near += kernel[n]! * allHours[hours[n]!]!
  return { minuteOfWeek, offsetMs: minutes * 60_000, hours, kernel, expectedShare: all > 0 ? near / all : 0 }
}

/** How a place suits the hour, by its own orders. */
export const hourFit = (demand: Demand, item: number, moment: ZoneMoment): number =>
  hoursFit(demand.hourOfDay, item, demand.count(item), moment, 2)

/**
 * log of (orders near this hour + prior) over (those expected from its orders at all hours + prior).
 * @param hourOfDay orders by hour, row-major with 24 columns; `row` is looked at, which sums to `count`
 */
export function hoursFit(
  hourOfDay: ArrayLike<number>,
  row: number,
  count: number,
  { hours, kernel, expectedShare }: ZoneMoment,
  prior: number,
): number {
  let near = 0
  for (let n = 0; n < hours.length; n++) near += kernel[n]! * hourOfDay[row * 24 + hours[n]!]!
  return Math.log((near + prior) / (count * expectedShare + prior))
}
