import { Problem } from '../problem/problems.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { parseReference } from '../profiles/reference.ts'
import type { PlanName, ProfileSettings } from '../profiles/schema.ts'
import type { Plan } from '../ranking/types.ts'
import { ladderPlan } from './side-plans.ts'

/** A reference (`sales`, `sales@3`, `draft:sales`), settings to try, or null: the default profile. */
export type ProfileChoice = string | ProfileSettings | null

/** One side of a comparison, as a caller names it. */
export interface SideChoice {
  /** absent: made from the rest */
  readonly name?: string
  readonly profile: ProfileChoice
  /** absent: what the profile's channel serves; null: none */
  readonly modelVersion?: string | null
  /** absent: what the planner chooses */
  readonly plan?: { readonly name: PlanName; readonly candidates?: number }
}

/** One side with its settings found; they stay these for the whole analysis, whatever is published meanwhile. */
export interface SideSpec {
  readonly name: string
  readonly key: string
  readonly revision: number
  /** false: a draft, or settings that were given */
  readonly isPublished: boolean
  readonly settings: ProfileSettings
  readonly modelVersion?: string | null
  readonly plan?: Plan
}

/** @throws Problem profile-not-found, revision-not-found, draft-not-found, invalid-request */
export async function resolveSides(
  profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>,
  sides: readonly SideChoice[],
): Promise<SideSpec[]> {
  const specs = await Promise.all(sides.map((side, index) => resolveSide(profiles, side, `sides.${index}.`)))
  return withOwnNames(specs)
}

/** @param prefix stands before the paths of faults; @throws as `resolveSides` */
export async function resolveSide(
  profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>,
  side: SideChoice,
  prefix: string,
): Promise<SideSpec> {
  const found = await settingsOf(profiles, side.profile)
  const plan = side.plan && ladderPlan(side.plan.name, side.plan.candidates, `${prefix}plan`)
  return {
    ...found,
    name: side.name ?? nameOf(found.name, side.modelVersion, plan),
    ...(side.modelVersion === undefined ? {} : { modelVersion: side.modelVersion }),
    ...(plan ? { plan } : {}),
  }
}

type Found = Pick<SideSpec, 'name' | 'key' | 'revision' | 'isPublished' | 'settings'>

async function settingsOf(
  profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>,
  choice: ProfileChoice,
): Promise<Found> {
  if (choice !== null && typeof choice !== 'string') {
    return { name: 'given settings', key: 'given', revision: 0, isPublished: false, settings: choice }
  }
  const reference = parseReference(choice ?? (await profiles.live()).defaultKey)
  if (!reference) throw new Problem('profile-not-found', { detail: `“${choice}” names no profile.` })
  const { kind, key } = reference
  if (kind === 'revision') {
    const { revision, settings } = await profiles.revision(key, reference.revision)
    return { name: `${key}@${revision}`, key, revision, isPublished: true, settings }
  }
  const { live, draft } = await profiles.get(key)
  if (kind === 'draft') {
    if (!draft) throw new Problem('draft-not-found', { detail: `${key} has no draft` })
    const { baseRevision, settings } = draft
    return { name: `draft:${key}`, key, revision: baseRevision, isPublished: false, settings }
  }
  if (!live) throw new Problem('profile-not-found', { detail: `${key} was never published` })
  return { name: key, key, revision: live.revision, isPublished: true, settings: live.settings }
}

function nameOf(profile: string, modelVersion: string | null | undefined, plan: Plan | undefined): string {
  const model =
    modelVersion === undefined ? [] : [modelVersion === null ? 'no model' : `model ${modelVersion}`]
  return [profile, ...model, ...(plan ? [`${plan.name}@${plan.candidates}`] : [])].join(', ')
}

/** Two sides of one name could not be told apart in a report. */
function withOwnNames(specs: readonly SideSpec[]): SideSpec[] {
  const seen = new Map<string, number>()
  return specs.map((spec) => {
    const count = (seen.get(spec.name) ?? 0) + 1
    seen.set(spec.name, count)
    return count === 1 ? spec : { ...spec, name: `${spec.name} (${count})` }
  })
}
