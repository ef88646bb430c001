import { bootstrapMean, type Interval } from '../numeric/bootstrap.ts'
import { createRandom } from '../numeric/random.ts'
import { type Agreement, agreementOf } from './agreement.ts'
import type { RankedSide } from './compare.ts'
import { runSteps, type Steps } from './steps.ts'
import { changeOf, type TotalKey, totalKeys } from './totals.ts'

export const agreementKeys = [
  'overlap',
  'kendallTau',
  'rbo',
  'displacement',
] as const satisfies (keyof Agreement)[]
export type AgreementKey = (typeof agreementKeys)[number]

/** Means per request with 95 % intervals; null: no request gave this figure. */
export interface SampledSide {
  readonly name: string
  readonly totals: Readonly<Record<TotalKey, Interval | null>>
  /** paired, request by request, against the first side */
  readonly change: Readonly<Record<TotalKey, Interval | null>>
  /** with the first side's list */
  readonly agreement: Readonly<Record<AgreementKey, Interval | null>>
  /** requests by the plan that answered them, such as `full@400` */
  readonly plans: Readonly<Record<string, number>>
}

export interface SampleReport {
  readonly k: number
  readonly requests: number
  /** requests whose list was empty on every side; they count in no figure */
  readonly empty: number
  /** whose requests these were; the intervals resample users, not requests */
  readonly users: number
  readonly sides: readonly SampledSide[]
}

/** Collects comparisons of past requests; keeps some numbers a request and no list. */
export interface SampleComparison {
  /** @param user requests with the same name belong together */
  add(user: string, ranked: readonly RankedSide[]): void
  /** The same additions and seed give the same report. */
  report(seed: number): SampleReport
  /** The same, an interval at a time. */
  reportSteps(seed: number): Steps<SampleReport>
}

export function createSampleComparison(names: readonly string[], k: number): SampleComparison {
  const figures = names.map(() => createFigures())
  const users = new Set<string>()
  let requests = 0
  let empty = 0

  return {
    add(user, ranked) {
      requests++
      users.add(user)
      const first = ranked[0]
      if (!first || ranked.every(({ items }) => items.length === 0)) {
        empty++
        return
      }
      ranked.forEach((each, index) => {
        const own = figures[index]!
        const change = changeOf(first.totals, each.totals)
        const agreement = agreementOf(first.items, each.items, k)
        for (const key of totalKeys) own.add(`totals.${key}`, user, each.totals[key])
        for (const key of totalKeys) own.add(`change.${key}`, user, change[key])
        for (const key of agreementKeys) own.add(`agreement.${key}`, user, agreement[key])
        const { name, candidates } = each.side.request.plan
        own.count(`${name}@${candidates}`)
      })
    },

    report: (seed) => runSteps(reportSteps(seed)),
    reportSteps,
  }

  function* reportSteps(seed: number): Steps<SampleReport> {
    const sides: SampledSide[] = []
    for (const [index, name] of names.entries()) {
      const random = createRandom(seed).fork(index)
      const own = figures[index]!
      const interval = (column: string) => own.interval(column, random.fork(column))
      sides.push({
        name,
        totals: yield* byKey(totalKeys, (key) => interval(`totals.${key}`)),
        change: yield* byKey(totalKeys, (key) => interval(`change.${key}`)),
        agreement: yield* byKey(agreementKeys, (key) => interval(`agreement.${key}`)),
        plans: own.counts(),
      })
    }
    return { k, requests, empty, users: users.size, sides }
  }
}

/** Columns of one side's figures, each value with its user. */
function createFigures() {
  const columns = new Map<string, { values: number[]; users: string[] }>()
  const counts = new Map<string, number>()
  return {
    add(name: string, user: string, value: number | null) {
      if (value === null) return
      const column = columns.get(name) ?? { values: [], users: [] }
      columns.set(name, column)
      column.values.push(value)
      column.users.push(user)
    },
    count: (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    interval(name: string, random: ReturnType<typeof createRandom>): Interval | null {
      const column = columns.get(name)
      return column ? bootstrapMean(column.values, column.users, { random }) : null
    },
  }
}

function* byKey<K extends string, V>(keys: readonly K[], value: (key: K) => V): Steps<Record<K, V>> {
  const found: [K, V][] = []
  for (const key of keys) {
    found.push([key, value(key)])
    yield
  }
  return Object.fromEntries(found) as Record<K, V>
}
