import { type ProfileSettings, profileSettingsSchema } from '../../profiles/schema.ts'
import { shippedProfiles } from '../../profiles/shipped.ts'

export interface LoopOptions {
  readonly restaurants: number
  readonly users: number
  /** that they live through before the loop begins, with the lists that `seed/logging-policy.ts` made */
  readonly daysBefore: number
  readonly rounds: number
  readonly daysPerRound: number
  /** of a city, and of all that is drawn in it; seeds × variants are run */
  readonly seeds: readonly number[]
  /** of sessions that begin with a list of recommendations */
  readonly listShare: number
  readonly profiles: readonly string[]
  readonly modes: readonly LoopMode[]
  /** Plackett–Luce temperature of the modes that explore */
  readonly temperature: number
  /** least share of position-weighted exposure for new places, of the modes with floors */
  readonly newShare: number
}

export const defaultLoopOptions: LoopOptions = {
  restaurants: 200,
  users: 400,
  daysBefore: 60,
  rounds: 8,
  daysPerRound: 14,
  seeds: [1, 2, 3, 4],
  listShare: 0.5,
  profiles: Object.keys(shippedProfiles),
  modes: ['shipped', 'both'],
  temperature: 0.3,
  newShare: 0.1,
}

/** A profile as it ships, with exploration, with floors for new places, with both. */
export const loopModes = ['shipped', 'exploration', 'floors', 'both'] as const
export type LoopMode = (typeof loopModes)[number]

/** One way to run the loop. */
export interface LoopVariant {
  readonly name: string
  /** null: nobody is shown a list, so that what the city does by itself can be told from what lists do to it */
  readonly profile: {
    readonly key: string
    readonly mode: LoopMode
    readonly settings: ProfileSettings
  } | null
}

export const withoutLists = 'no lists'
/** Relevance by popularity near the user and their own habits: what there is when nobody trains anything. */
export const withoutModel = 'no model'

/** The city without lists first, then lists without a model, then every profile in every mode. */
export function loopVariants(
  options: Pick<LoopOptions, 'profiles' | 'modes' | 'temperature' | 'newShare'>,
): LoopVariant[] {
  return [
    { name: withoutLists, profile: null },
    { name: withoutModel, profile: { key: withoutModel, mode: 'shipped', settings: popularLists } },
    ...options.profiles.flatMap((key) =>
      options.modes.map((mode) => ({
        name: nameOf(key, mode),
        profile: { key, mode, settings: inMode(shippedProfiles[key]!, mode, options) },
      })),
    ),
  ]
}

const popularLists = profileSettingsSchema.parse({
  ...shippedProfiles['ml-engineer'],
  minimumPlan: 'popular',
  maximumPlan: 'popular',
})

export const nameOf = (key: string, mode: LoopMode): string =>
  ({ shipped: key, exploration: `${key} + exploration`, floors: `${key} + floors`, both: `${key} + both` })[
    mode
  ]

function inMode(
  settings: ProfileSettings,
  mode: LoopMode,
  { temperature, newShare }: Pick<LoopOptions, 'temperature' | 'newShare'>,
): ProfileSettings {
  const explores = mode === 'exploration' || mode === 'both'
  const hasFloors = mode === 'floors' || mode === 'both'
  return profileSettingsSchema.parse({
    ...settings,
    ...(explores && { exploration: { temperature } }),
    ...(hasFloors && { exposureFloors: [{ group: { by: 'new' }, minShare: newShare }] }),
  })
}
