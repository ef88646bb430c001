import { setImmediate as nextTurn } from 'node:timers/promises'
import { estimateTargetSteps, type TargetReport } from '../analysis/off-policy/estimate-target.ts'
import type { LoggedList } from '../analysis/off-policy/logged-list.ts'
import { readListSteps } from '../analysis/off-policy/read-list.ts'
import { createRandom } from '../numeric/random.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import type { ProfileSettings } from '../profiles/schema.ts'
import { type Abandonable, breathe } from './breathe.ts'
import type { LoggedOutcome } from './logged-outcomes.ts'
import type { SampleQuery } from './past-requests.ts'
import { prepareSide } from './prepare-side.ts'
import type { RecommendationLog } from './recommendation-log.ts'
import type { RecommendationService } from './service.ts'
import { resolveSide, type SideChoice } from './sides.ts'

export interface EstimateQuery extends SampleQuery {
  readonly side: SideChoice
  /** the target's temperature, if it is not to be its profile's */
  readonly temperature: number | null
  readonly attributionHours: number
  /** weights above it count as it */
  readonly maxWeight: number
}

export interface EstimateDeps extends Abandonable {
  readonly recommender: Pick<RecommendationService, 'prepare'>
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
  readonly log: Pick<RecommendationLog, 'lists'>
  readonly onProgress?: (done: number, total: number) => void
}

export interface ProfileEstimate extends TargetReport {
  readonly target: string
  /** of the target, 0: it explores nothing */
  readonly temperature: number
  /** lists whose own chances, worked out again, are within 10 % of those logged: 0 to 1 */
  readonly reproduced: number
  /** lists whose model or profile revision is gone */
  readonly skipped: number
}

/** Lists drawn to find the chances of a place below the top. */
const samples = 64
const nearlySame = Math.log(1.1)

/** What a profile would have brought, from the lists that others showed and the orders that name them. */
export async function estimateProfile(deps: EstimateDeps, query: EstimateQuery): Promise<ProfileEstimate> {
  const spec = await resolveSide(deps.profiles, query.side, '')
  const settings = withTemperature(spec.settings, query.temperature)
  const drawn = await deps.log.lists(query)
  const random = createRandom(query.seed)
  const lists: LoggedList[] = []
  let reproduced = 0
  for (const [index, each] of drawn.entries()) {
    const logging = await policyThatLogged(deps, each)
    if (logging) {
      const target = await prepareSide(deps.recommender, each.logged.request, { ...spec, settings })
      const read = readListSteps({
        user: each.logged.userId ?? each.logged.id,
        shown: each.logged.items,
        orders: each.orders,
        logging,
        target,
        samples,
        random: random.fork(index),
      })
      const { list, drift } = await breathe(read, deps.signal)
      lists.push(list)
      if (drift <= nearlySame) reproduced++
    }
    deps.onProgress?.(index + 1, drawn.length)
    await nextTurn()
    deps.signal?.throwIfAborted()
  }
  return {
    target: spec.name,
    temperature: settings.exploration.temperature,
    reproduced: lists.length === 0 ? 0 : reproduced / lists.length,
    skipped: drawn.length - lists.length,
    ...(await breathe(estimateTargetSteps(lists, query), deps.signal)),
  }
}

function withTemperature(settings: ProfileSettings, temperature: number | null): ProfileSettings {
  return temperature === null ? settings : { ...settings, exploration: { temperature } }
}

/** The revision, model and plan that made the list; null: one of them is gone. */
async function policyThatLogged({ recommender, profiles }: EstimateDeps, { logged }: LoggedOutcome) {
  try {
    const { key, revision } = logged.profile
    const { settings } = await profiles.revision(key, revision)
    return await recommender.prepare(logged.request, {
      settings: { key, revision, settings },
      modelVersion: logged.modelVersion,
      plan: { name: logged.plan.name, candidates: logged.plan.candidates },
    })
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

const goneCodes: readonly string[] = ['model-not-found', 'revision-not-found', 'profile-not-found']
const isGone = (error: unknown) =>
  error instanceof Error && 'code' in error && goneCodes.includes(String(error.code))
