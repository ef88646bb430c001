import type { Catalogue } from '../../catalog/catalogue.ts'
import { type UserGroup, userGroupOf, userGroups } from '../../interactions/user-groups.ts'
import { bootstrapMean, type Interval } from '../../numeric/bootstrap.ts'
import { createRandom, type Random } from '../../numeric/random.ts'
import { discount } from '../../ranking/guardrails.ts'
import { type ExposureFigures, exposureFigures } from '../exposure.ts'
import { bootstrapSumsSteps } from '../off-policy/intervals.ts'
import { runSteps, type Steps } from '../steps.ts'
import { type Dimension, groupingsOf } from './groups.ts'

/** One list, and what could have stood on it. */
export interface AuditedList {
  /** lists of the same user belong together */
  readonly user: string
  /** orders that the user had made before */
  readonly ordersBefore: number
  /** catalogue indices, best first */
  readonly items: readonly number[]
  /** what was eligible: catalogue indices and P(order) */
  readonly candidates: Int32Array
  readonly probability: Float64Array
  /** what was ordered then, as catalogue index; −1: not in the catalogue; null: not known */
  readonly ordered: number | null
}

export interface GroupFairness {
  readonly dimension: Dimension
  readonly group: string
  readonly restaurants: number
  /** of all restaurants */
  readonly catalogueShare: number
  /** of the attention that lists give, a place counted by 1 / log2(1 + rank) */
  readonly exposure: Interval
  /** of P(order) over all that was eligible: what exposure would be if it followed merit (Singh and Joachims 2018) */
  readonly merit: number
  /** exposure / merit: below 1, it is shown less than it deserves; null: no merit */
  readonly exposureOverMerit: Interval | null
  /** of past orders */
  readonly historical: number
  /** exposure / historical: above 1, lists make it larger than it was; null: never ordered from */
  readonly amplification: Interval | null
}

export interface UserGroupQuality {
  readonly group: UserGroup
  readonly lists: number
  /** expected orders of a list, discounted by rank; null: no list */
  readonly orders: Interval | null
  /** NDCG@10 of what was ordered then; null: not known of any list */
  readonly ndcg: Interval | null
}

export interface FairnessReport {
  readonly lists: number
  /** without a single place; they count in no figure */
  readonly empty: number
  readonly users: number
  readonly exposure: ExposureFigures
  readonly groups: readonly GroupFairness[]
  readonly userGroups: readonly UserGroupQuality[]
}

export interface AuditWorld {
  readonly catalogue: Catalogue
  /** past orders by catalogue index */
  readonly history: Float64Array
  readonly atMs: number
}

export interface FairnessAudit {
  add(list: AuditedList): void
  /** The same lists and seed give the same report. */
  report(seed: number): FairnessReport
  /** The same, a group at a time. */
  reportSteps(seed: number): Steps<FairnessReport>
}

/** Collects lists and says who is shown, against what there is, what is likely to be ordered, and what was ordered before. */
export function createFairnessAudit({ catalogue, history, atMs }: AuditWorld): FairnessAudit {
  const groupings = groupingsOf(catalogue, atMs)
  const attention = new Float64Array(catalogue.size)
  const users: string[] = []
  const quality: { group: UserGroup; orders: number; ndcg: number | null }[] = []
  // By grouping, then list: [exposure of each group …, merit of each group …], both shares of the list's own total.
  const shares: Float64Array[][] = groupings.map(() => [])
  let empty = 0

  return {
    add(list) {
      const { items, candidates, probability } = list
      if (items.length === 0) {
        empty++
        return
      }
      users.push(list.user)
      quality.push(qualityOf(list))
      const seen = items.reduce((sum, _, n) => sum + discount(n + 1), 0)
      const deserved = probability.reduce((sum, p) => sum + p, 0)
      items.forEach((item, n) => {
        attention[item]! += discount(n + 1) / seen
      })
      groupings.forEach(({ names, of }, g) => {
        const row = new Float64Array(2 * names.length)
        items.forEach((item, n) => {
          row[of[item]!]! += discount(n + 1) / seen
        })
        if (deserved > 0) {
          candidates.forEach((item, j) => {
            row[names.length + of[item]!]! += probability[j]! / deserved
          })
        }
        shares[g]!.push(row)
      })
    },

    report: (seed) => runSteps(reportSteps(seed)),
    reportSteps,
  }

  function* reportSteps(seed: number): Steps<FairnessReport> {
    const random = createRandom(seed)
    const ordered = history.reduce((sum, orders) => sum + orders, 0)
    const groups: GroupFairness[] = []
    for (const [g, { dimension, names, of }] of groupings.entries()) {
      const restaurants = new Float64Array(names.length)
      const past = new Float64Array(names.length)
      of.forEach((group, item) => {
        restaurants[group]!++
        past[group]! += history[item]!
      })
      for (const [n, group] of names.entries()) {
        const rows = shares[g]!.map((row) => Float64Array.of(row[n]!, row[names.length + n]!, 1))
        const historical = ordered > 0 ? past[n]! / ordered : 0
        groups.push({
          dimension,
          group,
          restaurants: restaurants[n]!,
          catalogueShare: restaurants[n]! / catalogue.size,
          historical,
          ...(yield* against(rows, users, historical, random.fork(`${dimension}/${group}`))),
        })
        yield
      }
    }
    const exposure = exposureFigures(attention, history)
    const byUser: UserGroupQuality[] = []
    for (const group of userGroups) {
      yield
      byUser.push(qualityOfGroup(group, quality, users, random.fork(group)))
    }
    const counts = { lists: users.length, empty, users: new Set(users).size }
    return { ...counts, exposure, groups, userGroups: byUser }
  }
}

/** @param rows [exposure, merit, 1] by list */
function* against(
  rows: readonly Float64Array[],
  users: readonly string[],
  historical: number,
  random: Random,
): Steps<Pick<GroupFairness, 'exposure' | 'merit' | 'exposureOverMerit' | 'amplification'>> {
  const total = (column: number) => rows.reduce((sum, row) => sum + row[column]!, 0)
  const interval = function* (of: (sums: ArrayLike<number>) => number): Steps<Interval> {
    const draws = { random: random.fork('draws') }
    const range = rows.length > 0 ? yield* bootstrapSumsSteps(rows, users, of, draws) : null
    const mean = rows.length > 0 ? of([total(0), total(1), rows.length]) : 0
    return { mean, low: range?.low ?? null, high: range?.high ?? null }
  }
  const exposure = yield* interval((sums) => sums[0]! / sums[2]!)
  const scaled = (value: number | null) => (value === null ? null : value / historical)
  return {
    exposure,
    merit: rows.length > 0 ? total(1) / rows.length : 0,
    exposureOverMerit:
      total(1) > 0 ? yield* interval((sums) => (sums[1]! > 0 ? sums[0]! / sums[1]! : 0)) : null,
    amplification:
      historical > 0
        ? { mean: exposure.mean / historical, low: scaled(exposure.low), high: scaled(exposure.high) }
        : null,
  }
}

function qualityOf({ items, candidates, probability, ordered, ordersBefore }: AuditedList) {
  const believed = new Map(Array.from(candidates, (item, j) => [item, probability[j]!]))
  const place = ordered === null ? -1 : items.slice(0, 10).indexOf(ordered)
  return {
    group: userGroupOf(ordersBefore),
    orders: items.reduce((sum, item, n) => sum + discount(n + 1) * (believed.get(item) ?? 0), 0),
    ndcg: ordered === null ? null : place < 0 ? 0 : discount(place + 1),
  }
}

function qualityOfGroup(
  group: UserGroup,
  quality: readonly { group: UserGroup; orders: number; ndcg: number | null }[],
  users: readonly string[],
  random: Random,
): UserGroupQuality {
  const own = quality.flatMap((each, n) => (each.group === group ? [{ ...each, user: users[n]! }] : []))
  const judged = own.flatMap(({ ndcg, user }) => (ndcg === null ? [] : [{ ndcg, user }]))
  const mean = (values: number[], by: string[]) => bootstrapMean(values, by, { random: random.fork('draws') })
  return {
    group,
    lists: own.length,
    orders: mean(
      own.map(({ orders }) => orders),
      own.map(({ user }) => user),
    ),
    ndcg: mean(
      judged.map(({ ndcg }) => ndcg),
      judged.map(({ user }) => user),
    ),
  }
}
