import { pointsOf } from '../catalog/sphere.ts'
import type { Steps } from '../numeric/steps.ts'
import { popularitySteps } from './candidates/popularity.ts'
import { prepareSteps } from './candidates/prepared.ts'
import { isIndependent } from './groups.ts'
import type { RankingWorld } from './types.ts'

/**
 * Works out ahead, with stops in between, what rankings in this world share and would otherwise work out when the first of them asks.
 * @param atMs about when that will be
 */
export function* warmUpSteps(world: Pick<RankingWorld, 'catalogue' | 'demand'>, atMs: number): Steps<void> {
  const { catalogue, demand } = world
  pointsOf(catalogue)
  yield
  yield* prepareSteps(catalogue)
  yield
  yield* popularitySteps(catalogue, demand, atMs)
  if (catalogue.size > 0) isIndependent(catalogue, 0)
  yield
}
