import { addDays, daysUpTo } from '../drift/days.ts'
import { features } from '../drift/features.ts'
import type { DaySketch } from '../drift/sketch.ts'
import type { QualityCheck, QualityReport } from './report.ts'

export interface QualityQuestion {
  readonly sketches: ReadonlyMap<string, DaySketch>
  /** the last whole day */
  readonly day: string
  /** since the latest interaction was received; null: there is none */
  readonly quietHours: number | null
}

const comparedWeeks = 8
const leastWeeks = 3
/** A usual day with fewer rows says nothing by its volume. */
const leastUsualRows = 50
/** A change of volume smaller than this, as a share, is no fault. */
const leastVolumeChange = 0.4
/** Volumes have long tails; shares are judged where orders of the same place and user come together. */
const volumeSigmas = 5
const leastDispersion = 1.5
const sigmas = 4
const shareDispersion = 3
const leastShareRows = 50
const referenceDays = 28
const quietLimitHours = 24
/** Days with rows, of the last 14, from which on rows are expected every day. */
const leastActiveDays = 10

/** What came in on `day`, held against the same weekdays and the four weeks before. */
export function judgeQuality(question: QualityQuestion): QualityReport {
  const checks = [...volumes(question), freshness(question), ...shareChecks(question), amountRange(question)]
  return {
    day: question.day,
    raised: checks.filter(({ status }) => status === 'raised').map(({ key }) => key),
    checks,
  }
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

type Bounds = Pick<QualityCheck, 'low' | 'high'>

function withStatus(check: Omit<QualityCheck, 'status'>, isEnough: boolean): QualityCheck {
  const { value, low, high } = check
  const isOut = value !== null && ((low !== null && value < low) || (high !== null && value > high))
  return { ...check, status: !isEnough || value === null ? 'too-few' : isOut ? 'raised' : 'quiet' }
}

const volumeTitles = {
  order: 'Orders of the day',
  click: 'Clicks of the day',
  impression: 'Impressions of the day',
  list: 'Lists of the day',
} as const
type Kind = keyof typeof volumeTitles
const kinds = Object.keys(volumeTitles) as readonly Kind[]

function volumes({ sketches, day }: QualityQuestion): QualityCheck[] {
  const weekdays = Array.from({ length: comparedWeeks }, (_, week) => addDays(day, -7 * (week + 1)))
  const before = weekdays.flatMap((at) => sketches.get(at) ?? [])
  const days = daysUpTo(addDays(day, -1), 7 * comparedWeeks).flatMap((at) => sketches.get(at) ?? [])
  return kinds.map((kind) => {
    const value = sketches.get(day)?.volume[kind] ?? 0
    // Weeks from before there was any of it are no weeks of it.
    const firstWeek = before.findLastIndex(({ volume }) => volume[kind] > 0)
    const counts = before.slice(0, firstWeek + 1).map(({ volume }) => volume[kind])
    const isEnough = counts.length >= leastWeeks && median(counts) >= leastUsualRows
    const bounds = isEnough ? volumeBounds(counts, dispersionOf(days, kind)) : { low: null, high: null }
    return withStatus(
      {
        key: `volume.${kind}s`,
        group: 'volume',
        title: volumeTitles[kind],
        value,
        unit: 'rows',
        rows: value,
        ...bounds,
      },
      isEnough,
    )
  })
}

/**
 * How much more the counts of a kind differ from their weekday's median than independent rows would: rows come in lists, users in
 * habits, and days have their weather.
 */
function dispersionOf(days: readonly DaySketch[], kind: Kind): number {
  let [squares, expected] = [0, 0]
  for (let weekday = 0; weekday < 7; weekday++) {
    const counts = days.filter((_, n) => n % 7 === weekday).map(({ volume }) => volume[kind])
    if (counts.length < leastWeeks) continue
    const usual = median(counts)
    for (const count of counts) squares += (count - usual) ** 2
    expected += counts.length * usual
  }
  return Math.max(leastDispersion, expected > 0 ? squares / expected : 0)
}

function volumeBounds(counts: readonly number[], dispersion: number): Bounds {
  const usual = median(counts)
  const width = Math.max(leastVolumeChange * usual, volumeSigmas * Math.sqrt(dispersion * usual))
  // However much days differ: next to nothing is too little.
  return { low: Math.max(usual / 10, usual - width), high: usual + width }
}

function freshness({ sketches, day, quietHours }: QualityQuestion): QualityCheck {
  const days = daysUpTo(addDays(day, -1), 14).flatMap((at) => sketches.get(at) ?? [])
  const active = days.filter(({ volume }) => volume.order + volume.click > 0).length
  return withStatus(
    {
      key: 'freshness.interactions',
      group: 'freshness',
      title: 'Hours since an interaction was received',
      value: quietHours,
      unit: 'hours',
      low: null,
      high: quietLimitHours,
      rows: active,
    },
    active >= leastActiveDays,
  )
}

interface ShareRule {
  readonly key: string
  readonly group: QualityCheck['group']
  readonly title: string
  readonly part: (quality: DaySketch['quality']) => number
  readonly whole: (quality: DaySketch['quality']) => number
  /** above the usual share, at least so much more is a fault */
  readonly margin: number
  /** nothing is said until so many rows show what is usual; absent: none of it is */
  readonly leastUsualRows?: number
}

const orders = (quality: DaySketch['quality']) => quality.sampledOrders
const shareRules: readonly ShareRule[] = [
  {
    key: 'nulls.amount',
    group: 'nulls',
    title: 'Orders without an amount',
    part: (q) => q.withoutAmount,
    whole: orders,
    margin: 0.05,
  },
  {
    key: 'nulls.price-level',
    group: 'nulls',
    title: 'Orders at places without a price level',
    part: (q) => q.withoutPriceLevel,
    whole: orders,
    margin: 0.05,
  },
  {
    key: 'nulls.distance',
    group: 'nulls',
    title: 'Orders whose distance is unknown',
    part: (q) => q.withoutDistance,
    whole: orders,
    margin: 0.05,
  },
  {
    key: 'range.ahead',
    group: 'range',
    title: 'Orders dated later than they were received',
    part: (q) => q.datedAhead,
    whole: orders,
    margin: 0.01,
  },
  {
    key: 'duplicates.orders',
    group: 'duplicates',
    title: 'Orders that came twice within two minutes',
    part: (q) => q.doubled,
    whole: orders,
    margin: 0.01,
  },
  {
    key: 'unknown-ids.restaurants',
    group: 'unknown-ids',
    title: 'Interactions with a restaurant nobody knows',
    part: (q) => q.pending,
    whole: (q) => q.received,
    margin: 0.02,
  },
  {
    key: 'unknown-ids.users',
    group: 'unknown-ids',
    title: 'Interactions with a user nobody knew',
    part: (q) => q.strangers ?? 0,
    whole: (q) => (q.strangers === null ? 0 : q.received),
    // New people come every day, and some days bring a campaign; ids that are made up come with nearly every row.
    margin: 0.2,
    leastUsualRows: 400,
  },
]

function shareChecks({ sketches, day }: QualityQuestion): QualityCheck[] {
  const today = sketches.get(day)
  const before = daysUpTo(addDays(day, -1), referenceDays).flatMap((at) => sketches.get(at) ?? [])
  return shareRules.map(({ key, group, title, part, whole, margin, leastUsualRows = 0 }) => {
    const sum = (of: ShareRule['part']) => before.reduce((all, { quality }) => all + of(quality), 0)
    const usualRows = sum(whole)
    const usual = usualRows > 0 ? sum(part) / usualRows : 0
    const rows = today ? whole(today.quality) : 0
    const value = today && rows > 0 ? part(today.quality) / rows : null
    const chance =
      rows > 0 ? sigmas * Math.sqrt((shareDispersion * Math.max(usual * (1 - usual), margin / 4)) / rows) : 0
    return withStatus(
      {
        key,
        group,
        title,
        value,
        unit: 'share',
        low: null,
        high: Math.min(1, usual + Math.max(margin, chance)),
        rows,
      },
      rows >= leastShareRows && usualRows >= leastUsualRows,
    )
  })
}

/** Cells of amounts, eight a decade: further out than this factor of ten is a slip of the decimal point. */
const slip = 8

/** Amounts that lie ten times outside of what all but a hundredth of the orders of four weeks were. */
function amountRange({ sketches, day }: QualityQuestion): QualityCheck {
  const cells = features.orderAmount.labels.map((_, cell) => String(cell))
  const read = (sketch: DaySketch) => cells.map((cell) => sketch.cells['orderAmount']?.[cell] ?? 0)
  const before = daysUpTo(addDays(day, -1), referenceDays).flatMap((at) => sketches.get(at) ?? [])
  const usual = before.map(read).reduce(
    (sum, rows) => sum.map((n, cell) => n + rows[cell]!),
    cells.map(() => 0),
  )
  const all = usual.reduce((sum, n) => sum + n, 0)
  let upTo = 0
  let [first, last] = [0, cells.length - 1]
  for (const [cell, n] of usual.entries()) {
    if (upTo <= 0.005 * all) first = cell
    upTo += n
    if (upTo <= 0.995 * all) last = cell + 1
  }
  const today = sketches.get(day)
  const amounts = today ? read(today) : []
  const rows = amounts.reduce((sum, n) => sum + n, 0)
  const outside = amounts.reduce(
    (sum, n, cell) => (cell < first - slip || cell > last + slip ? sum + n : sum),
    0,
  )
  return withStatus(
    {
      key: 'range.amount',
      group: 'range',
      title: 'Amounts ten times outside the usual',
      value: rows > 0 ? outside / rows : null,
      unit: 'share',
      low: null,
      high: 0.01,
      rows,
    },
    rows >= leastShareRows && all >= 400,
  )
}
