import type { Catalogue } from '../../catalog/catalogue.ts'
import { localMinuteOfWeek, minutesPerWeek, toWeekSpan, type WeekSpan } from '../../catalog/opening-hours.ts'
import { daySchema } from '../../catalog/schema.ts'
import type { Rule, RuleHours } from '../../profiles/schema.ts'
import type { Target } from './rules.ts'

/** By index of the catalogue's time zones: 1 where it is among a rule's hours. */
export type Zones = Uint8Array

/**
 * In which of the catalogue's time zones a rule is among its hours at `atMs`; null: it has none, and acts everywhere. Clocks are read
 * once a request, and only where a rule has hours.
 */
export function zonesOf({ timeZones }: Catalogue, atMs: number): (rule: Rule) => Zones | null {
  let minutes: Int32Array | null = null
  return (rule) => {
    if (rule.hours === undefined) return null
    minutes ??= Int32Array.from(timeZones, (zone) => localMinuteOfWeek(atMs, zone))
    const spans = spansOf(rule.hours)
    return Uint8Array.from(minutes, (minute) => Number(spans.some((span) => holds(span, minute))))
  }
}

/** The part of a target that is in these time zones. @returns null: there can be none */
export function within(target: Target, { timeZone }: Catalogue, zones: Zones | null): Target | null {
  if (zones === null || !zones.includes(0)) return target
  if (!zones.includes(1)) return null
  const isIn = (item: number) => zones[timeZone[item]!] === 1
  return {
    items: target.items?.filter(isIn) ?? null,
    matches: (item) => isIn(item) && target.matches(item),
  }
}

const holds = ({ from, to }: WeekSpan, minute: number) =>
  (minute >= from && minute < to) || minute + minutesPerWeek < to

const known = new WeakMap<readonly RuleHours[], readonly WeekSpan[]>()

/** Kept for as long as the rule lives. */
function spansOf(hours: readonly RuleHours[]): readonly WeekSpan[] {
  let spans = known.get(hours)
  if (!spans) {
    spans = hours.flatMap(({ days = daySchema.options, from, to }) =>
      days.map((day) => toWeekSpan({ day, opens: from, closes: to })),
    )
    known.set(hours, spans)
  }
  return spans
}
