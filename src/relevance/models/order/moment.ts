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

/** log of (orders near this hour + 2) over (those expected from its orders at all hours + 2). */
export function hourFit(demand: Demand, item: number, moment: ZoneMoment): number {
  const { hours, kernel } = moment
  const row = item * 24
  let near = 0
  for (let n = 0; n < hours.length; n++) near += kernel[n]! * demand.hourOfDay[row + hours[n]!]!
  return Math.log((near + 2) / (demand.count(item) * moment.expectedShare + 2))
}
