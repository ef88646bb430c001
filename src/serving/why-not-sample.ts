import { named } from '../analysis/lists.ts'
import { whyNotSteps } from '../analysis/why-not.ts'
import { createWhyNotSample, type WhyNotSampleReport } from '../analysis/why-not-sample.ts'
import { Problem } from '../problem/problems.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { breathe } from './breathe.ts'
import { plainRequest } from './past-requests.ts'
import { type PastQuery, samplePast } from './past-sample.ts'
import { prepareSide } from './prepare-side.ts'
import { nothingToAnalyse, prepareAll, type SampleDeps } from './prepared-sample.ts'
import { resolveSide, type SideChoice } from './sides.ts'

export interface WhyNotSampleQuery extends PastQuery {
  readonly restaurantId: string
  readonly side: SideChoice
}

export interface SampledWhyNot extends WhyNotSampleReport {
  readonly profile: string
  readonly source: 'log' | 'orders'
}

export interface WhyNotSampleDeps extends SampleDeps {
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
}

/**
 * Why a restaurant was not in past lists, as one profile would make them, and what would have brought it in.
 * @throws Problem restaurant-not-found, nothing-to-analyse, and as `resolveSide`
 */
export async function sampleWhyNot(deps: WhyNotSampleDeps, query: WhyNotSampleQuery): Promise<SampledWhyNot> {
  const spec = await resolveSide(deps.profiles, query.side, '')
  const { catalogue } = (await prepareSide(deps.recommender, plainRequest({}), spec)).world
  const { source, requests } = await samplePast(deps, query)
  const collected = createWhyNotSample(named(catalogue, indexIn(catalogue, query.restaurantId)))
  if (requests.length === 0) throw nothingToAnalyse()
  const ready = prepareAll(requests, ({ request }) => prepareSide(deps.recommender, request, spec))
  for await (const { past, index, prepared } of ready) {
    // Looked for anew: the catalogue may be swapped meanwhile.
    const item = indexIn(prepared.world.catalogue, query.restaurantId)
    collected.add(past.user, await breathe(whyNotSteps({ ...prepared, item }), deps.signal))
    deps.onProgress?.(index + 1, requests.length)
  }
  return { profile: spec.name, source, ...(await breathe(collected.reportSteps(query.seed), deps.signal)) }
}

function indexIn({ indexOf }: { readonly indexOf: ReadonlyMap<string, number> }, id: string): number {
  const item = indexOf.get(id)
  if (item === undefined) throw new Problem('restaurant-not-found')
  return item
}
