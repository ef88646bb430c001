import type { Interval } from '../numeric/bootstrap.ts'
import { quantile } from '../numeric/quantile.ts'
import { type ObjectiveKey, objectiveKeys } from '../profiles/schema.ts'
import { type LeftOutReason, leftOutReasons } from '../ranking/eligibility.ts'
import type { NamedRestaurant } from './lists.ts'
import { pairedFigures } from './paired-figures.ts'
import { runSteps, type Steps } from './steps.ts'
import { neutralRating, type OwnLever, ownLevers, type WhyNotReport } from './why-not.ts'

export interface Counted {
  readonly requests: number
  /** of all requests; null: there was none */
  readonly share: Interval | null
}

/** What one lever alone does for the requests whose list misses the restaurant although it is eligible. */
export interface LeverSummary {
  /** in which it brings the restaurant in, of those that miss it; null: none misses it */
  readonly share: Interval | null
  /** in which it does */
  readonly requests: number
  /** of these, where the nearest value that does is above the present one */
  readonly raised: number
  /** |to − from| over these; null: there is none */
  readonly change: {
    readonly lowerQuartile: number
    readonly median: number
    readonly upperQuartile: number
  } | null
}

export interface WhyNotSampleReport {
  readonly restaurant: NamedRestaurant
  readonly requests: number
  /** whose requests these were; the intervals resample users, not requests */
  readonly users: number
  readonly listed: Counted
  readonly eligible: Counted
  /** by the plan's sources */
  readonly proposed: Counted
  /** eligible and not in the list: what the levers are about */
  readonly missed: number
  /** requests by the hard rule that left it out */
  readonly leftOut: Readonly<Record<LeftOutReason, number>>
  /** mean over those where it is eligible, where it would stand if it was not proposed; null: there is none */
  readonly rank: Interval | null
  readonly weights: Readonly<Record<ObjectiveKey, LeverSummary>>
  /** a rating that nobody gave counts as one of 4 */
  readonly own: Readonly<Record<OwnLever | 'rating', LeverSummary>>
}

/** Collects why a restaurant was not in past lists; keeps some numbers a request. */
export interface WhyNotSample {
  /** @param user requests with the same name belong together */
  add(user: string, report: WhyNotReport): void
  /** The same additions and seed give the same report. */
  report(seed: number): WhyNotSampleReport
  /** The same, an interval at a time. */
  reportSteps(seed: number): Steps<WhyNotSampleReport>
}

const allOwn = [...ownLevers, 'rating'] as const
const levers = [...objectiveKeys, ...allOwn]
type Lever = (typeof levers)[number]

/** changes[lever]: to − from; null: no value is enough. */
interface Entry {
  readonly status: WhyNotReport['status']
  readonly leftOut: LeftOutReason | null
  readonly rank: number | null
  readonly changes: Readonly<Record<Lever, number | null>> | null
}

export function createWhyNotSample(restaurant: NamedRestaurant): WhyNotSample {
  const users: string[] = []
  const entries: Entry[] = []

  return {
    add(user, { status, leftOut, rank, weights, own }) {
      users.push(user)
      entries.push({ status, leftOut, rank, changes: weights && own && changesOf(weights, own) })
    },
    report: (seed) => runSteps(reportSteps(seed)),
    reportSteps,
  }

  function* reportSteps(seed: number): Steps<WhyNotSampleReport> {
    // A key at a time, all with the same draws of users.
    const interval = (of: (entry: Entry) => number | null) =>
      pairedFigures(['it'], users, { seed })((n) => of(entries[n]!)).it ?? null
    const counted = (is: (entry: Entry) => boolean): Counted => ({
      requests: entries.filter(is).length,
      share: interval((entry) => Number(is(entry))),
    })
    const listed = counted(({ status }) => status === 'listed')
    yield
    const eligible = counted(({ status }) => status !== 'ineligible')
    yield
    const proposed = counted(({ status }) => status === 'listed' || status === 'outranked')
    yield
    const rank = interval((entry) => entry.rank)
    const summaries = {} as Record<Lever, LeverSummary>
    for (const lever of levers) {
      yield
      const share = interval(({ changes }) => changes && Number(changes[lever] !== null))
      const found = entries.flatMap(({ changes }) => changes?.[lever] ?? [])
      summaries[lever] = { share, ...sizesOf(found) }
    }
    return {
      restaurant,
      requests: entries.length,
      users: new Set(users).size,
      listed,
      eligible,
      proposed,
      missed: entries.filter(({ changes }) => changes !== null).length,
      leftOut: countsOf(entries),
      rank,
      weights: pick(objectiveKeys, summaries),
      own: pick(allOwn, summaries),
    }
  }
}

function changesOf(
  weights: NonNullable<WhyNotReport['weights']>,
  own: NonNullable<WhyNotReport['own']>,
): Record<Lever, number | null> {
  const all = { ...weights, ...own }
  const changes = {} as Record<Lever, number | null>
  for (const lever of levers) {
    const { from, to } = all[lever]
    changes[lever] = to === null ? null : to - (from ?? neutralRating)
  }
  return changes
}

function sizesOf(changes: readonly number[]): Omit<LeverSummary, 'share'> {
  const sizes = Float64Array.from(changes, Math.abs).sort()
  const at = (share: number) => quantile(sizes, share)
  return {
    requests: changes.length,
    raised: changes.filter((change) => change > 0).length,
    change: sizes.length === 0 ? null : { lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75) },
  }
}

function countsOf(entries: readonly Entry[]): Record<LeftOutReason, number> {
  const counts = Object.fromEntries(leftOutReasons.map((reason) => [reason, 0])) as Record<
    LeftOutReason,
    number
  >
  for (const { leftOut } of entries) if (leftOut !== null) counts[leftOut]++
  return counts
}

const pick = <K extends Lever>(keys: readonly K[], of: Readonly<Record<Lever, LeverSummary>>) =>
  Object.fromEntries(keys.map((key) => [key, of[key]])) as Record<K, LeverSummary>
