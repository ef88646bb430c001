/** How figures look, everywhere. Pure. */

export type Unit =
  | 'probability'
  | 'share'
  | 'orders'
  | 'money'
  | 'minutes'
  | 'ms'
  | 'wholeMs'
  | 'seconds'
  | 'km'
  | 'count'
  | 'places'
  | 'score'
  | 'index'

interface Form {
  /** digits after the point */
  readonly digits: number
  /** below this, so many digits after the point that three count, up to `mostDigits` */
  readonly fineBelow?: number
  readonly mostDigits?: number
  readonly factor?: number
  /** stands behind the figure, with a narrow no-break space */
  readonly sign?: string
}

const forms: Readonly<Record<Unit, Form>> = {
  probability: { digits: 1, factor: 100, sign: '%', fineBelow: 1, mostDigits: 2 },
  share: { digits: 1, factor: 100, sign: '%' },
  orders: { digits: 2, fineBelow: 10, mostDigits: 4 },
  money: { digits: 2, fineBelow: 10, mostDigits: 4 },
  minutes: { digits: 1, sign: 'min' },
  ms: { digits: 1, sign: 'ms' },
  wholeMs: { digits: 0, sign: 'ms' },
  seconds: { digits: 1, sign: 's' },
  km: { digits: 1, sign: 'km' },
  count: { digits: 0 },
  places: { digits: 1 },
  score: { digits: 2 },
  index: { digits: 3 },
}

const locale = 'en-GB'
const cache = new Map<string, Intl.NumberFormat>()

function formatter(digits: number, signDisplay: 'auto' | 'exceptZero'): Intl.NumberFormat {
  const key = `${digits}/${signDisplay}`
  const known = cache.get(key)
  if (known) return known
  const precision = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const made = new Intl.NumberFormat(locale, { ...precision, signDisplay })
  cache.set(key, made)
  return made
}

/** `0.0123` needs four digits after the point where `8.25` has two. */
function digitsOf(scaled: number, { digits, fineBelow = 0, mostDigits = digits }: Form): number {
  // As it will be written: 0.9999 is a 1.00.
  const size = Number(Math.abs(scaled).toPrecision(3))
  // What would be nothing but zeros is written short.
  if (size < 0.5 * 10 ** -mostDigits || size >= fineBelow) return digits
  return Math.max(digits, Math.min(mostDigits, 2 - Math.floor(Math.log10(size))))
}

/** What stands for a figure that is not known. */
export const unknown = '–'

const write = (value: number, unit: Unit, signDisplay: 'auto' | 'exceptZero', isBare = false): string => {
  const form = forms[unit]
  const scaled = value * (form.factor ?? 1)
  const digits = digitsOf(scaled, form)
  // What rounds to nothing has no sign.
  const shown = Math.abs(scaled) < 0.5 * 10 ** -digits ? 0 : scaled
  const figure = formatter(digits, signDisplay).format(shown).replace('-', '−')
  return form.sign && !isBare ? `${figure}\u202f${form.sign}` : figure
}

/** `0.864` as a probability → `86.4 %`; null → `–` */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? unknown
    : write(value, unit, 'auto')
}

/** The same with its sign: `+2.1 %`, `−0.03`. */
export function formatChange(value: number | null | undefined, unit: Unit): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? unknown
    : write(value, unit, 'exceptZero')
}

/** A tick of an axis whose ticks lie `step` apart: as many digits as tell them apart, at most 6, and not more. */
export function formatTick(value: number, unit: Unit, step: number): string {
  const { factor = 1, sign } = forms[unit]
  const size = Math.abs(step * factor)
  const digits = size > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(size) - 1e-9))) : 0
  const figure = formatter(digits, 'auto')
    .format(value * factor)
    .replace('-', '−')
  return sign ? `${figure}\u202f${sign}` : figure
}

/** How much larger, as a share of what was: `+12.4 %`; `–` where that was 0. */
export function formatRelative(before: number | null | undefined, after: number | null | undefined): string {
  if (before === null || before === undefined || after === null || after === undefined) return unknown
  return before === 0 ? unknown : write((after - before) / Math.abs(before), 'share', 'exceptZero')
}

export interface Interval {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
}

/** `0.599 [0.570, 0.628]` with the unit behind it; without a range where there is none. */
export function formatInterval(interval: Interval | null | undefined, unit: Unit, isChange = false): string {
  if (!interval) return unknown
  const sign = isChange ? 'exceptZero' : 'auto'
  const { mean, low, high } = interval
  if (low === null || high === null) return write(mean, unit, sign)
  const range = `[${write(low, unit, sign, true)}, ${write(high, unit, sign, true)}]`
  const { sign: behind } = forms[unit]
  return `${write(mean, unit, sign, true)} ${range}${behind ? `\u202f${behind}` : ''}`
}

/** `[0.570, 0.628]` with the unit behind it; `–` where there is no range. */
export function formatRange(interval: Interval | null | undefined, unit: Unit, isChange = false): string {
  if (!interval || interval.low === null || interval.high === null) return unknown
  const mean = write(interval.mean, unit, isChange ? 'exceptZero' : 'auto', true)
  return formatInterval(interval, unit, isChange).slice(mean.length + 1)
}

/** Whether an interval leaves 0 out, and on which side: what a colour may say of a change. */
export function directionOf(interval: Interval | null | undefined): 'up' | 'down' | 'unclear' {
  if (!interval || interval.low === null || interval.high === null) return 'unclear'
  if (interval.low > 0) return 'up'
  return interval.high < 0 ? 'down' : 'unclear'
}

const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** `24 Nov 2026, 11:03` in the reader's own time zone. */
export const formatInstant = (iso: string | null | undefined): string =>
  iso ? instants.format(new Date(iso)) : unknown
export const formatDay = (iso: string | null | undefined): string =>
  iso ? days.format(new Date(iso)) : unknown

/** `3 minutes ago`, `in 2 days`; clocks differ, so what is a minute ahead is `now`. */
export function formatAgo(iso: string, nowMs: number): string {
  const apart = (Date.parse(iso) - nowMs) / 1000
  const seconds = apart > 0 && apart < 60 ? 0 : apart
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ]
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}
