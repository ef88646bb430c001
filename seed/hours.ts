import { toWeekSpan } from '../src/catalog/opening-hours.ts'
import { daySchema, type HoursSpan } from '../src/catalog/schema.ts'
import type { Random } from '../src/numeric/random.ts'
import { pick } from './sampling.ts'

export type HoursStyle = 'split' | 'all-day' | 'evening' | 'morning' | 'late'

/** Quarter hours of a week; every opening and closing lies on one. */
export const slotsPerWeek = 672

type Times = readonly (readonly [opens: string, closes: string])[]

/** Usual times, then those of Friday and Saturday; a closing not after its opening is past midnight. */
const timetables: Readonly<Record<HoursStyle, readonly { usual: Times; weekend: Times }[]>> = {
  split: [
    {
      usual: [
        ['12:00', '15:00'],
        ['19:00', '22:30'],
      ],
      weekend: [
        ['12:00', '15:30'],
        ['19:00', '23:30'],
      ],
    },
    {
      usual: [
        ['12:30', '15:00'],
        ['19:30', '23:00'],
      ],
      weekend: [
        ['12:30', '15:30'],
        ['19:00', '00:00'],
      ],
    },
  ],
  'all-day': [
    { usual: [['11:30', '22:30']], weekend: [['11:30', '23:30']] },
    { usual: [['12:00', '23:00']], weekend: [['12:00', '00:30']] },
    { usual: [['11:00', '22:00']], weekend: [['11:00', '23:00']] },
  ],
  evening: [
    { usual: [['18:00', '23:30']], weekend: [['18:00', '01:00']] },
    { usual: [['19:00', '00:00']], weekend: [['19:00', '02:00']] },
  ],
  morning: [
    { usual: [['07:30', '18:00']], weekend: [['08:00', '19:00']] },
    { usual: [['08:00', '15:30']], weekend: [['08:30', '16:00']] },
  ],
  late: [
    { usual: [['17:30', '02:00']], weekend: [['17:30', '04:00']] },
    { usual: [['12:00', '01:00']], weekend: [['12:00', '03:30']] },
    { usual: [['00:00', '24:00']], weekend: [['00:00', '24:00']] },
  ],
}

const days = daySchema.options

/** A week's spans in one of the style's timetables, perhaps with a day of rest. */
export function weeklyHours(random: Random, style: HoursStyle): HoursSpan[] {
  const timetable = pick(random, timetables[style])
  const restDay = random.next() < 0.35 ? pick(random, ['mon', 'mon', 'mon', 'sun', 'tue']) : null
  return days.flatMap((day) => {
    if (day === restDay) return []
    const times = day === 'fri' || day === 'sat' ? timetable.weekend : timetable.usual
    return times.map(([opens, closes]) => ({ day, opens, closes }))
  })
}

/** Sets `open[slot · stride + column]` to 1 for every quarter hour of the week (Monday 00:00 = slot 0) in which the spans are open. */
export function markOpen(
  hours: readonly HoursSpan[] | null,
  open: Uint8Array,
  stride: number,
  column: number,
): void {
  if (hours === null) {
    for (let slot = 0; slot < slotsPerWeek; slot++) open[slot * stride + column] = 1
    return
  }
  for (const span of hours.map(toWeekSpan)) {
    for (let slot = span.from / 15; slot < span.to / 15; slot++) {
      open[(slot % slotsPerWeek) * stride + column] = 1
    }
  }
}
