import type { Interval } from '../../numeric/bootstrap.ts'
import { meanInterval } from '../../numeric/t-interval.ts'
import { type LoopMode, type LoopOptions, type LoopVariant, nameOf, withoutLists } from './options.ts'
import { type RoundFigures, type RoundKey, roundKeys } from './round-figures.ts'

/** Means over the cities, with 95 % intervals by Student's t. */
type Figures = Readonly<Record<RoundKey, Interval | null>>

export interface VariantReport {
  readonly name: string
  /** null: no lists */
  readonly profile: string | null
  readonly mode: LoopMode | null
  readonly rounds: readonly Figures[]
  /** over the rounds */
  readonly mean: Figures
  /** by how much a figure grows in ten rounds (least squares) */
  readonly slope: Figures
  /**
   * How fast the rich get richer because of the lists: the slope less that of the city without lists, city by city. null: this is the city
   * without lists
   */
  readonly slopeOfLists: Pick<Figures, 'giniOrders' | 'topOrders'> | null
  /** against the profile as it ships, or, for that, the city without lists: relative change of the mean over the rounds, city by city */
  readonly change: {
    readonly against: string
    readonly figures: Pick<Figures, 'orders' | 'revenue' | 'margin' | 'ndcgShare'>
  } | null
}

export interface LoopReport {
  readonly options: LoopOptions
  readonly variants: readonly VariantReport[]
}

/** By city, what each round was. */
export type VariantRuns = readonly (readonly RoundFigures[])[]

/** @param runs by variant; the first is the city without lists */
export function loopReport(
  options: LoopOptions,
  variants: readonly LoopVariant[],
  runs: readonly VariantRuns[],
): LoopReport {
  const runsOf = (name: string) => runs[variants.findIndex((variant) => variant.name === name)]
  const city = runsOf(withoutLists)!
  return {
    options,
    variants: variants.map(({ name, profile }, v) => {
      const own = runs[v]!
      const slopes = (of: VariantRuns) => (key: RoundKey) => of.map((rounds) => slopeOf(rounds, key))
      const against = baseOf(profile, options.modes)
      const base = against === null ? undefined : runsOf(against)
      const lists = (key: RoundKey) =>
        meanInterval(pairs(slopes(own)(key), slopes(city)(key), (a, b) => a - b))
      const change = (key: RoundKey) =>
        meanInterval(pairs(means(own, key), means(base ?? city, key), (a, b) => a / b - 1))
      return {
        name,
        profile: profile?.key ?? null,
        mode: profile?.mode ?? null,
        rounds: own[0]!.map((_, round) => figures((key) => own.map((rounds) => rounds[round]![key]))),
        mean: figures((key) => means(own, key)),
        slope: figures(slopes(own)),
        slopeOfLists: profile && { giniOrders: lists('giniOrders'), topOrders: lists('topOrders') },
        change:
          against === null
            ? null
            : {
                against,
                figures: {
                  orders: change('orders'),
                  revenue: change('revenue'),
                  margin: change('margin'),
                  ndcgShare: change('ndcgShare'),
                },
              },
      }
    }),
  }
}

function baseOf(profile: LoopVariant['profile'], modes: readonly LoopMode[]): string | null {
  if (!profile) return null
  if (profile.mode === 'shipped') return withoutLists
  return modes.includes('shipped') ? nameOf(profile.key, 'shipped') : withoutLists
}

function figures(valuesOf: (key: RoundKey) => readonly (number | null)[]): Figures {
  const of = (key: RoundKey) => {
    const values = valuesOf(key)
    return values.every((value) => value !== null) ? meanInterval(values) : null
  }
  return Object.fromEntries(roundKeys.map((key) => [key, of(key)])) as Record<RoundKey, Interval | null>
}

const means = (runs: VariantRuns, key: RoundKey) =>
  runs.map((rounds) => meanOf(rounds.map((round) => round[key])))

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null
}

/** Per ten rounds, by least squares. */
function slopeOf(rounds: readonly RoundFigures[], key: RoundKey): number | null {
  const points = rounds.flatMap((round, x) => (round[key] === null ? [] : [{ x, y: round[key] }]))
  if (points.length < 2) return null
  const x = meanOf(points.map((point) => point.x))!
  const y = meanOf(points.map((point) => point.y))!
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return (10 * points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0)) / spread
}

function pairs(
  own: readonly (number | null)[],
  base: readonly (number | null)[],
  of: (own: number, base: number) => number,
): number[] {
  return own.flatMap((value, n) => (value === null || base[n] == null ? [] : [of(value, base[n])]))
}
