import { compareCumulative, compareRates, compareShares, joinCells, type Rates, sumsOver } from './compare.ts'
import { addDays, daysUpTo } from './days.ts'
import { type Feature, featureNames, features, probabilityEnds } from './features.ts'
import type { DriftCheck, DriftMeasure, DriftReport, Span } from './report.ts'
import { type DaySketch, otherName } from './sketch.ts'

export interface DriftQuestion {
  /** by day */
  readonly sketches: ReadonlyMap<string, DaySketch>
  /** the last whole day */
  readonly day: string
  readonly modelVersion: string | null
  /** the last day that the model learnt from; null: no model */
  readonly dataTo: string | null
}

/** Whole weeks on both sides, so that weekdays are not taken for drift. */
const windowDays = 7
const referenceDays = 28
/** Fewer days with rows than these are no week. */
const leastWindowDays = 5
const leastReferenceDays = 7
const leastRows = { window: 200, reference: 400 }
/** Orders that the window would have at the reference's rate. */
const leastConversions = 50
const leastWeekRows = 100
/** Of a reference's rows: cells with less are joined with their neighbours, names with less with each other. */
const cellShare = 0.1
const nameShare = 0.01
/** Successive daily windows that have to be beyond a threshold before drift is raised. */
export const persistence = 2
const mostStreak = 14
/** How often any check of a report may be beyond its threshold by chance, before persistence is asked for. */
const reportAlpha = 0.01
const comparisons = 2 * featureNames.length + 1
const alpha = reportAlpha / comparisons

/** What was compared, without how long it has been so. */
type Comparison = Omit<DriftCheck, 'status' | 'streak'> & { readonly isEnough: boolean }
type Read<Rows> = (sketch: DaySketch) => Rows
type Days = readonly DaySketch[]

/**
 * Drift of every feature as of a day: a check is `raised` when `persistence` daily windows in a row were beyond a threshold that
 * allows for chance, for the usual differences between weeks, and for what is too small to matter.
 */
export function judgeDrift(question: DriftQuestion): DriftReport {
  const { day, dataTo, modelVersion } = question
  const checks = [
    ...featureNames.map((name) => ({ name, lag: 0 })),
    // Orders may come of a list for a day.
    { name: null, lag: 1 },
  ].map(({ name, lag }) => {
    const last = addDays(day, -lag)
    const compareAt = (at: string) =>
      name === null ? compareConversion(question, at) : compareFeature(name, question, at)
    return withStreak(compareAt, last)
  })
  const reference = candidateReference(addDays(day, -windowDays), dataTo)
  return {
    day,
    modelVersion,
    window: spanOf(daysUpTo(day, windowDays)),
    reference: question.sketches.size > 0 ? spanOf(reference) : null,
    raised: checks.filter(({ status }) => status === 'raised').map(({ key }) => key),
    checks,
  }
}

const spanOf = (days: readonly string[]): Span => ({ from: days[0]!, to: days.at(-1)! })

function withStreak(compareAt: (day: string) => Comparison, day: string): DriftCheck {
  const { isEnough, ...latest } = compareAt(day)
  const isBeyond = (comparison: Pick<DriftCheck, 'measures'>) =>
    comparison.measures.some((measure: DriftMeasure) => measure.isBeyond)
  let streak = 0
  if (isBeyond(latest)) {
    streak = 1
    while (streak < mostStreak && isBeyond(compareAt(addDays(day, -streak)))) streak++
  }
  const status = !isEnough ? 'too-few' : streak === 0 ? 'quiet' : streak < persistence ? 'watched' : 'raised'
  return { ...latest, status, streak }
}

/** The days before the window that the model learnt from, the latest. */
function candidateReference(beforeWindow: string, dataTo: string | null): string[] {
  return daysUpTo(dataTo !== null && dataTo < beforeWindow ? dataTo : beforeWindow, referenceDays)
}

/** The days of window and reference that have rows of the kind asked for; the reference in weeks, oldest first. */
function chooseDays(
  { sketches, dataTo }: DriftQuestion,
  last: string,
  hasRows: (sketch: DaySketch) => boolean,
) {
  const present = (days: readonly string[]): Days =>
    days.flatMap((day) => {
      const sketch = sketches.get(day)
      return sketch && hasRows(sketch) ? [sketch] : []
    })
  const beforeWindow = addDays(last, -windowDays)
  let days = candidateReference(beforeWindow, dataTo)
  if (present(days).length < leastReferenceDays) {
    // Nothing of it was there when the model was made (lists before the first lists): the first days there are, then.
    const first = [...sketches.values()]
      .filter((sketch) => sketch.day <= beforeWindow && hasRows(sketch))
      .map(({ day }) => day)
      .sort()[0]
    if (first !== undefined) {
      const end = addDays(first, referenceDays - 1)
      days = daysUpTo(end < beforeWindow ? end : beforeWindow, referenceDays)
    }
  }
  const weeks = Array.from({ length: referenceDays / 7 }, (_, week) =>
    present(days.slice(7 * week, 7 * week + 7)),
  )
  return { window: present(daysUpTo(last, windowDays)), reference: weeks.flat(), weeks }
}

function addUp(days: Days, length: number, read: Read<readonly number[]>): number[] {
  const sum = new Array<number>(length).fill(0)
  for (const day of days) {
    const rows = read(day)
    for (let cell = 0; cell < length; cell++) sum[cell]! += rows[cell] ?? 0
  }
  return sum
}

const rowsIn = (cells: readonly number[]) => cells.reduce((sum, rows) => sum + rows, 0)
const shares = (cells: readonly number[]) => {
  const all = rowsIn(cells)
  return cells.map((rows) => (all > 0 ? rows / all : 0))
}

function compareFeature(name: keyof typeof features, question: DriftQuestion, last: string): Comparison {
  const feature: Feature = features[name]
  const counts = (sketch: DaySketch) => sketch.cells[name] ?? {}
  const days = chooseDays(question, last, (sketch) => Object.keys(counts(sketch)).length > 0)
  const { labels, read } =
    feature.kind === 'named'
      ? namedCells(days.reference, counts)
      : {
          labels: feature.labels,
          read: (sketch: DaySketch) => feature.labels.map((_, cell) => counts(sketch)[String(cell)] ?? 0),
        }
  const sum = (of: Days) => addUp(of, labels.length, read)
  const [reference, window] = [sum(days.reference), sum(days.window)]
  const [referenceRows, windowRows] = [rowsIn(reference), rowsIn(window)]
  const joined =
    feature.kind === 'named'
      ? labels.map((_, cell) => [cell, cell] as const)
      : joinCells(reference, labels.length > 10 ? cellShare : nameShare)
  const joint = (cells: readonly number[]) => sumsOver(cells, joined)
  const weeks = days.weeks.map(sum).filter((week) => rowsIn(week) >= leastWeekRows)
  const isEnough =
    days.window.length >= leastWindowDays &&
    days.reference.length >= leastReferenceDays &&
    windowRows >= leastRows.window &&
    referenceRows >= leastRows.reference
  const { assumedDispersion } = feature
  const measures: DriftMeasure[] = []
  if (isEnough && joined.length > 1) {
    const [a, b] = [joint(reference), joint(window)]
    measures.push(
      compareShares({ reference: a, window: b, weeks: weeks.map(joint), assumedDispersion, alpha }),
    )
  }
  if (isEnough && feature.kind === 'ordered') {
    measures.push(compareCumulative({ reference, window, weeks, assumedDispersion, alpha }))
  }
  return {
    key: feature.key,
    group: feature.group,
    title: feature.title,
    windowRows,
    referenceRows,
    measures,
    cells: cellsOf(joined, labels, shares(joint(reference)), shares(joint(window))),
    isEnough,
  }
}

/** Names that are common in the reference, by their share, and one cell for all others, known or not. */
function namedCells(reference: Days, counts: (sketch: DaySketch) => Readonly<Record<string, number>>) {
  const rows = new Map<string, number>()
  for (const sketch of reference) {
    for (const [name, n] of Object.entries(counts(sketch))) rows.set(name, (rows.get(name) ?? 0) + n)
  }
  const all = rowsIn([...rows.values()])
  const names = [...rows]
    .filter(([name, n]) => name !== otherName && n >= nameShare * all)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name]) => name)
  const cellOfName = new Map(names.map((name, cell) => [name, cell]))
  const read = (sketch: DaySketch) => {
    const cells = new Array<number>(names.length + 1).fill(0)
    for (const [name, n] of Object.entries(counts(sketch))) cells[cellOfName.get(name) ?? names.length]! += n
    return cells
  }
  return { labels: [...names, otherName], read }
}

function compareConversion(question: DriftQuestion, last: string): Comparison {
  const days = chooseDays(question, last, ({ shown }) => rowsIn(shown) > 0)
  const length = probabilityEnds.length + 1
  const sum = (of: Days): Rates => ({
    shown: addUp(of, length, ({ shown }) => shown),
    expected: addUp(of, length, ({ expected }) => expected),
    converted: addUp(of, length, ({ converted }) => converted),
  })
  const [reference, window] = [sum(days.reference), sum(days.window)]
  const joined = joinCells(reference.shown, cellShare)
  const joint = ({ shown, expected, converted }: Rates): Rates => ({
    shown: sumsOver(shown, joined),
    expected: sumsOver(expected, joined),
    converted: sumsOver(converted, joined),
  })
  const [referenceRows, windowRows] = [rowsIn(reference.shown), rowsIn(window.shown)]
  const rate = referenceRows > 0 ? rowsIn(reference.converted) / referenceRows : 0
  const isEnough =
    days.window.length >= leastWindowDays &&
    days.reference.length >= leastReferenceDays &&
    rate * windowRows >= leastConversions
  const weeks = days.weeks.map(sum).filter(({ shown }) => rowsIn(shown) >= leastWeekRows)
  const [a, b] = [joint(reference), joint(window)]
  const rates = ({ shown, converted }: Rates) => shown.map((n, cell) => (n > 0 ? converted[cell]! / n : 0))
  return {
    key: 'conversion.by-score',
    group: 'conversion',
    title: 'Orders for each place shown, by its probability',
    windowRows,
    referenceRows,
    measures: isEnough ? [compareRates(a, b, weeks.map(joint), { assumedDispersion: 2, alpha })] : [],
    cells: cellsOf(joined, features.shownProbability.labels, rates(a), rates(b)),
    isEnough,
  }
}

function cellsOf(
  joined: readonly (readonly [number, number])[],
  labels: readonly string[],
  reference: readonly number[],
  window: readonly number[],
): DriftCheck['cells'] {
  return joined.map(([from, to], cell) => ({
    label: from === to ? labels[from]! : rangeOf(labels, from, to),
    reference: reference[cell]!,
    window: window[cell]!,
  }))
}

/** `< 2` to `< 5`: the last says all that the first does. */
function rangeOf(labels: readonly string[], from: number, to: number): string {
  const [first, last] = [labels[from]!, labels[to]!]
  if (!last.startsWith('<') && !last.startsWith('≥')) return `${first}–${last}`
  if (from === 0) return last
  return last.startsWith('≥')
    ? labels[from - 1]!.replace('<', '≥')
    : `${labels[from - 1]!.replace('<', '≥')} ${last}`
}
