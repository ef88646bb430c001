import { localMinuteOfWeek } from '../src/catalog/opening-hours.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

/** Parts of a day that tastes depend on; their bounds lie on quarter hours. */
const mealNames = ['breakfast', 'lunch', 'afternoon', 'dinner', 'night'] as const
export const mealCount = mealNames.length

/** The city's clock: instants to local time and back, over the simulated days only. */
export interface Calendar {
  readonly startMs: number
  readonly endMs: number
  /** Local days that the period touches; day 0 holds its first instant. */
  readonly days: number
  /** The instant of a local time; `minute` counts from local midnight of `day` and may pass 1440. */
  instant(day: number, minute: number): number
  /** 0 to 10079; Monday 00:00 = 0 */
  minuteOfWeek(atMs: number): number
  /** The local day that `atMs` lies in, 0-based; negative before the period. */
  dayOf(atMs: number): number
  /** 0 = Monday */
  weekday(day: number): number
}

/** Local time by the rules of an IANA zone, with changes between summer and winter time found to the minute. */
export function createCalendar(timeZone: string, endMs: number, days: number): Calendar {
  const startMs = endMs - days * dayMs
  const offsets = findOffsets(timeZone, startMs - 3 * dayMs, endMs + 3 * dayMs)
  const offsetAt = (atMs: number) => {
    let offset = offsets[0]!.minutes
    for (const change of offsets) if (atMs >= change.fromMs) offset = change.minutes
    return offset
  }
  const localMinutes = (atMs: number) => Math.floor(atMs / minuteMs) + offsetAt(atMs)
  const firstDay = Math.floor(localMinutes(startMs) / 1440)
  return {
    startMs,
    endMs,
    days: Math.floor(localMinutes(endMs - 1) / 1440) - firstDay + 1,
    instant(day, minute) {
      const asUtc = ((firstDay + day) * 1440 + minute) * minuteMs
      const guess = asUtc - offsetAt(asUtc) * minuteMs
      return asUtc - offsetAt(guess) * minuteMs
    },
    // 1 January 1970 was a Thursday.
    minuteOfWeek: (atMs) => modulo(localMinutes(atMs) + 3 * 1440, 10_080),
    dayOf: (atMs) => Math.floor(localMinutes(atMs) / 1440) - firstDay,
    weekday: (day) => modulo(firstDay + day + 3, 7),
  }
}

/** Index into `mealNames` of a local minute of the week. */
export function mealAt(minuteOfWeek: number): number {
  const minute = minuteOfWeek % 1440
  if (minute < 360) return 4
  if (minute < 660) return 0
  if (minute < 900) return 1
  if (minute < 1080) return 2
  return minute < 1350 ? 3 : 4
}

interface Offset {
  readonly fromMs: number
  readonly minutes: number
}

function findOffsets(timeZone: string, fromMs: number, toMs: number): Offset[] {
  const read = offsetReader(timeZone)
  const found: Offset[] = [{ fromMs: -Infinity, minutes: read(fromMs) }]
  for (let at = fromMs; at < toMs; at += dayMs) {
    const later = read(at + dayMs)
    if (later === found.at(-1)!.minutes) continue
    let low = Math.floor(at / minuteMs)
    let high = Math.ceil((at + dayMs) / minuteMs)
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (read(middle * minuteMs) === later) high = middle
      else low = middle
    }
    found.push({ fromMs: high * minuteMs, minutes: later })
  }
  return found
}

/** Local minus universal time, in minutes, read off the minute of the week. */
function offsetReader(timeZone: string): (atMs: number) => number {
  return (atMs) => {
    const universal = Math.floor(atMs / minuteMs) + 3 * 1440
    return modulo(localMinuteOfWeek(atMs, timeZone) - universal + 5040, 10_080) - 5040
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
