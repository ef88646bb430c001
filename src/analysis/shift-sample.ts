import type { Interval } from '../numeric/bootstrap.ts'
import type { Weights } from '../profiles/schema.ts'
import { normaliseWeights, shareOf, type WeightKey, weightKeys } from '../profiles/weights.ts'
import type { Plan } from '../ranking/types.ts'
import { type AgreementKey, agreementKeys } from './compare-sample.ts'
import { pairedFigures } from './paired-figures.ts'
import { canRankWithout, gridOf, type ShiftReport, type Variant } from './shift.ts'
import { runSteps, type Steps } from './steps.ts'
import { type TotalKey, totalKeys } from './totals.ts'

type TotalIntervals = Readonly<Record<TotalKey, Interval | null>>

/** What lists under other weights come to: means per request with 95 % intervals; null: no request gave this figure. */
export interface SampledVariant {
  readonly totals: TotalIntervals
  /** paired, request by request, against the profile's own list */
  readonly change: TotalIntervals
  /** with the profile's own list */
  readonly agreement: Readonly<Record<AgreementKey, Interval | null>>
}

/** A change of plan that the planner makes as the weight on latency grows. */
export interface SampledSwitch {
  readonly from: Plan
  readonly to: Plan
  /** in which it is made */
  readonly requests: number
  /** at which it is made, 0 to 1 */
  readonly share: Interval | null
}

export interface ShiftSampleReport {
  readonly k: number
  readonly requests: number
  /** requests whose list was empty; they count in no figure */
  readonly empty: number
  /** whose requests these were; the intervals resample users, not requests */
  readonly users: number
  /** as shares of their sum */
  readonly weights: Readonly<Record<WeightKey, number>>
  readonly baseline: { readonly totals: TotalIntervals }
  readonly leftOut: readonly {
    readonly objective: WeightKey
    /** as the profile has it */
    readonly share: number
    /** null: nothing else has weight, so no list is left to rank by */
    readonly result: SampledVariant | null
  }[]
  readonly sweeps: readonly {
    readonly objective: WeightKey
    /** as the profile has it; `points` move it */
    readonly share: number
    readonly points: readonly (SampledVariant & { readonly share: number })[]
    /** in the order of their shares; only latency has any */
    readonly switches: readonly SampledSwitch[]
  }[]
}

export interface ShiftSampleInput {
  /** of the profile, the same for every request */
  readonly weights: Weights
  /** depth of the overlap */
  readonly k: number
  /** points of each sweep, as each report has them */
  readonly points: number
}

/** Collects shifts of past requests; keeps some numbers a request and no list. */
export interface ShiftSample {
  /** @param user requests with the same name belong together */
  add(user: string, report: Pick<ShiftReport, 'baseline' | 'leftOut' | 'sweeps'>): void
  /** The same additions and seed give the same report. */
  report(seed: number): ShiftSampleReport
  /** The same, an interval at a time. */
  reportSteps(seed: number): Steps<ShiftSampleReport>
}

/**
 * What each objective does to the lists of a sample. All figures are resampled by the same draws of users, so that the end of a sweep
 * and the list that it is equal to have equal intervals.
 */
export function createShiftSample({ weights, k, points }: ShiftSampleInput): ShiftSample {
  const columns = createColumns()
  const switches = new Map<string, { from: Plan; to: Plan; requests: number }>()
  const users: string[] = []
  const everybody = new Set<string>()
  let requests = 0

  const addVariant = (name: string, { totals, change, agreement }: Variant) => {
    for (const key of totalKeys) columns.set(`${name}.totals.${key}`, users.length, totals[key])
    for (const key of totalKeys) columns.set(`${name}.change.${key}`, users.length, change[key])
    for (const key of agreementKeys) columns.set(`${name}.agreement.${key}`, users.length, agreement[key])
  }

  return {
    add(user, { baseline, leftOut, sweeps }) {
      requests++
      everybody.add(user)
      if (baseline.items.length === 0) return
      for (const key of totalKeys) columns.set(`baseline.totals.${key}`, users.length, baseline.totals[key])
      for (const { objective, result } of leftOut) if (result) addVariant(`without.${objective}`, result)
      for (const { objective, points, switches: changes } of sweeps) {
        points.forEach((point, index) => {
          addVariant(`${objective}.${index}`, point)
        })
        for (const { from, to, share } of changes) {
          const name = switchName(from, to)
          const known = switches.get(name)
          if (known) known.requests++
          else switches.set(name, { from: planOf(from), to: planOf(to), requests: 1 })
          columns.set(name, users.length, share)
        }
      }
      users.push(user)
    },

    report: (seed) => runSteps(reportSteps(seed)),
    reportSteps,
  }

  function* reportSteps(seed: number): Steps<ShiftSampleReport> {
    const intervals = function* <K extends string>(name: string, keys: readonly K[]) {
      const found: Partial<Record<K, Interval | null>> = {}
      for (const key of keys) {
        Object.assign(
          found,
          pairedFigures([key], users, { seed })((n) => columns.get(`${name}.${key}`, n)),
        )
        yield
      }
      return found as Record<K, Interval | null>
    }
    const variant = function* (name: string): Steps<SampledVariant> {
      return {
        totals: yield* intervals(`${name}.totals`, totalKeys),
        change: yield* intervals(`${name}.change`, totalKeys),
        agreement: yield* intervals(`${name}.agreement`, agreementKeys),
      }
    }

    const baseline = { totals: yield* intervals('baseline.totals', totalKeys) }
    const leftOut: ShiftSampleReport['leftOut'][number][] = []
    for (const objective of weightKeys) {
      const result = canRankWithout(weights, objective) ? yield* variant(`without.${objective}`) : null
      leftOut.push({ objective, share: shareOf(weights, objective), result })
    }
    const sweeps: ShiftSampleReport['sweeps'][number][] = []
    for (const objective of weightKeys) {
      const swept: (SampledVariant & { share: number })[] = []
      for (const [index, share] of gridOf(points).entries())
        swept.push({ share, ...(yield* variant(`${objective}.${index}`)) })
      sweeps.push({
        objective,
        share: shareOf(weights, objective),
        points: swept,
        switches: objective === 'latency' ? switchesBy(seed) : [],
      })
    }
    return {
      k,
      requests,
      empty: requests - users.length,
      users: everybody.size,
      weights: normaliseWeights(weights),
      baseline,
      leftOut,
      sweeps,
    }
  }

  function switchesBy(seed: number): SampledSwitch[] {
    const names = [...switches.keys()]
    const shares = pairedFigures(names, users, { seed })((n, name) => columns.get(name, n))
    return [...switches]
      .map(([name, found]) => ({ ...found, share: shares[name] ?? null }))
      .sort((a, b) => (a.share?.mean ?? 0) - (b.share?.mean ?? 0))
  }
}

/** Numbers by name and request; what was never set, or set to null, is not known. */
function createColumns() {
  const columns = new Map<string, number[]>()
  return {
    set(name: string, n: number, value: number | null) {
      if (value === null) return
      const column = columns.get(name) ?? []
      columns.set(name, column)
      while (column.length < n) column.push(Number.NaN)
      column.push(value)
    },
    get(name: string, n: number): number | null {
      const value = columns.get(name)?.[n]
      return value === undefined || Number.isNaN(value) ? null : value
    },
  }
}

const planOf = ({ name, candidates }: Plan): Plan => ({ name, candidates })

const switchName = (from: Plan, to: Plan): string =>
  `switch.${from.name}@${from.candidates}.${to.name}@${to.candidates}`
