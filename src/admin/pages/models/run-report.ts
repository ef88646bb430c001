import { at, entriesAt, intervalAt, listAt, numberAt, textAt, textOf } from '../../api/read-unknown.ts'
import type { Interval } from '../../text/format.ts'

export interface GateCheck {
  readonly name: string
  readonly passed: boolean
  readonly words: string
}

export interface Gate {
  readonly accepted: boolean
  readonly forced: boolean
  readonly words: string
  readonly checks: readonly GateCheck[]
}

/** The verdict in a run's report; null: the run did not get so far. */
export function gateOf(report: unknown): Gate | null {
  const words = textAt(report, 'gate', 'words')
  if (words === null) return null
  return {
    accepted: at(report, 'gate', 'accepted') === true,
    forced: at(report, 'gate', 'forced') === true,
    words,
    checks: listAt(report, 'gate', 'checks').map((check) => ({
      name: textAt(check, 'name') ?? '',
      passed: at(check, 'passed') === true,
      words: textAt(check, 'words') ?? '',
    })),
  }
}

export interface InService {
  readonly version: string
  readonly words: string
  readonly orders: number
  readonly candidate: Interval | null
  readonly inService: Interval | null
  readonly gain: Interval | null
}

/** How it did against the model that was served then; null: none was, or it was not compared. */
export function inServiceOf(report: unknown): InService | null {
  const version = textAt(report, 'inService', 'version')
  if (version === null) return null
  return {
    version,
    words: textAt(report, 'inService', 'words') ?? '',
    orders: numberAt(report, 'inService', 'orders') ?? 0,
    candidate: intervalAt(report, 'inService', 'candidateNdcg'),
    inService: intervalAt(report, 'inService', 'inServiceNdcg'),
    gain: intervalAt(report, 'inService', 'gain'),
  }
}

export interface GroupRow {
  readonly group: string
  readonly orders: number
  readonly ndcg: Interval | null
  readonly gainOverBaseline: Interval | null
  readonly gainOverInService: Interval | null
}

export const groupsOf = (report: unknown): GroupRow[] =>
  listAt(report, 'groups').map((group) => ({
    group: textAt(group, 'group') ?? '',
    orders: numberAt(group, 'orders') ?? 0,
    ndcg: intervalAt(group, 'ndcg'),
    gainOverBaseline: intervalAt(group, 'gainOverDecayedFrequency'),
    gainOverInService: intervalAt(group, 'gainOverInService'),
  }))

export interface PlanRow {
  readonly name: string
  readonly candidates: number
  readonly ndcg: number | null
  readonly revenue: number | null
  readonly inServiceNdcg: number | null
}

export const plansOf = (report: unknown): PlanRow[] =>
  listAt(report, 'plans').map((plan) => ({
    name: textAt(plan, 'name') ?? '',
    candidates: numberAt(plan, 'candidates') ?? 0,
    ndcg: numberAt(plan, 'ndcg'),
    revenue: numberAt(plan, 'revenue'),
    inServiceNdcg: numberAt(plan, 'inServiceNdcg'),
  }))

export interface SearchRow {
  /** how the settings differ from the first ones that were tried */
  readonly words: string
  readonly ndcg: number | null
  readonly gain: Interval | null
  readonly isBest: boolean
}

export interface Search {
  readonly budgetSeconds: number | null
  readonly tookSeconds: number | null
  readonly untried: number
  readonly tried: readonly SearchRow[]
}

/** What the search for settings tried; null: there was none. */
export function searchOf(report: unknown): Search | null {
  const tried = listAt(report, 'search', 'tried')
  if (at(report, 'search') === undefined || at(report, 'search') === null) return null
  const standard = at(tried[0], 'settings')
  const best = JSON.stringify(entriesAt(report, 'search', 'best'))
  return {
    budgetSeconds: numberAt(report, 'search', 'budgetSeconds'),
    tookSeconds: numberAt(report, 'search', 'tookSeconds'),
    untried: numberAt(report, 'search', 'untried') ?? 0,
    tried: tried.map((row) => ({
      words: changesInWords(standard, at(row, 'settings')),
      ndcg: numberAt(row, 'ndcg'),
      gain: intervalAt(row, 'gainOverDefault'),
      isBest: JSON.stringify(entriesAt(row, 'settings')) === best,
    })),
  }
}

function changesInWords(before: unknown, after: unknown): string {
  const changes = entriesAt(after).filter(([name, value]) => at(before, name) !== value)
  return changes.length === 0
    ? 'default settings'
    : changes.map(([name, value]) => `${name} ${value === null ? 'by itself' : textOf(value)}`).join(', ')
}

/** What was found in the data: faults that stop a run, and what is worth a look. */
export const dataWords = (report: unknown): { faults: string[]; warnings: string[] } => ({
  faults: [...listAt(report, 'data', 'faults'), at(report, 'data', 'tooLittle')].filter(isText),
  warnings: listAt(report, 'data', 'warnings').filter(isText),
})

const isText = (value: unknown): value is string => typeof value === 'string'
