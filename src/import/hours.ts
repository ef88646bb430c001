import type { HoursSpan } from '../catalog/schema.ts'

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A span as minutes of its day; `to` beyond 1440 runs into the next day. */
export interface DaySpan {
  /** 0 is Monday */
  readonly day: number
  readonly from: number
  readonly to: number
}

const wholeDay = 1440

/** Minutes after midnight of `9:05`, `09:05`, `09:05:00` or `24:00`; null: no time of day. */
export function minuteOfDay(text: string): number | null {
  const match = /^(\d{1,2}):(\d{1,2})(?::\d{1,2}(?:\.\d+)?)?$/.exec(text.trim())
  if (!match) return null
  const minute = Number(match[1]) * 60 + Number(match[2])
  return Number(match[2]) < 60 && minute <= wholeDay ? minute : null
}

/**
 * A span of a source that writes 23:59 and 00:01 for midnight. A closing time that is not after the opening one is past midnight.
 * @returns null when it opens and closes at the same minute, which says nothing
 */
export function daySpan(day: number, opens: number, closes: number): DaySpan | null {
  const from = opens <= 1 || opens === wholeDay ? 0 : opens
  const to = closes >= wholeDay - 1 || closes === 0 ? wholeDay : closes
  if (opens === closes) return null
  return { day: ((day % 7) + 7) % 7, from, to: to > from ? to : to + wholeDay }
}

/** The week in order, with overlapping and touching spans of a day joined. */
export function toHours(spans: readonly DaySpan[]): { hours: HoursSpan[]; joined: boolean } {
  const sorted = [...spans].sort((a, b) => a.day - b.day || a.from - b.from || a.to - b.to)
  const joinedSpans: DaySpan[] = []
  for (const span of sorted) {
    const last = joinedSpans.at(-1)
    if (last?.day === span.day && span.from <= last.to) {
      joinedSpans[joinedSpans.length - 1] = { ...last, to: Math.max(last.to, span.to) }
    } else joinedSpans.push(span)
  }
  return { hours: joinedSpans.flatMap(toHoursSpans), joined: joinedSpans.length < spans.length }
}

/** One span, or two when it is longer than a day, which one opening and one closing time cannot say. */
function toHoursSpans({ day, from, to }: DaySpan): HoursSpan[] {
  const name = days[day % 7] ?? 'mon'
  if (to - from > wholeDay) {
    return [
      { day: name, opens: clock(from), closes: '24:00' },
      ...toHoursSpans({ day: day + 1, from: 0, to: to - wholeDay }),
    ]
  }
  return [{ day: name, opens: clock(from), closes: clock(to > wholeDay ? to - wholeDay : to) }]
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
