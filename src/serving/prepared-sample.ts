import { type Columns, joinColumns, type RequestColumns, requestColumns } from '../analysis/columns.ts'
import { Problem } from '../problem/problems.ts'
import type { RankingWorld } from '../ranking/types.ts'
import { type Abandonable, breathe } from './breathe.ts'
import type { PastRequest } from './past-requests.ts'
import { type PastQuery, type PastSample, type PastSources, samplePast } from './past-sample.ts'
import { prepareSide } from './prepare-side.ts'
import type { PreparedRequest, RecommendationService } from './service.ts'
import type { SideSpec } from './sides.ts'

/** A past request as columns: what an analysis of weights needs of it. */
export interface Prepared {
  readonly past: PastRequest
  readonly atMs: number
  readonly columns: RequestColumns
}

export interface Sample {
  readonly source: 'log' | 'orders'
  /** null: there was no request */
  readonly world: RankingWorld | null
  /** of the last of the requests: what is new then is new to the proposal */
  readonly latestMs: number
  readonly prepared: readonly Prepared[]
  readonly asked: number
}

export interface SampleCount {
  readonly source: 'log' | 'orders'
  /** with a list; the rest of the sample counts in no figure */
  readonly requests: number
  readonly empty: number
}

export interface SampleDeps extends PastSources, Abandonable {
  readonly recommender: Pick<RecommendationService, 'prepare'>
  readonly onProgress?: (done: number, total: number) => void
}

/** @throws Problem nothing-to-analyse */
export async function prepareSample(deps: SampleDeps, query: PastQuery, spec: SideSpec): Promise<Sample> {
  const sample = await prepareRequests(deps, await samplePast(deps, query), spec)
  if (sample.prepared.length === 0) throw nothingToAnalyse()
  return sample
}

/** @param look sees each request as it was prepared, one after the other: for what columns do not tell */
export async function prepareRequests(
  { recommender, onProgress, signal }: SampleDeps,
  { source, requests }: PastSample,
  spec: SideSpec,
  look?: (past: PastRequest, side: PreparedRequest) => Promise<void>,
): Promise<Sample> {
  const prepared: Prepared[] = []
  let world: RankingWorld | null = null
  let latestMs = Number.NEGATIVE_INFINITY
  const ready = prepareAll(requests, ({ request }) => prepareSide(recommender, request, spec))
  for await (const { past, index, prepared: side } of ready) {
    const { world: own, request } = side
    await look?.(past, side)
    // What was swapped meanwhile must not mix two models or scales in one figure.
    world ??= own
    latestMs = Math.max(latestMs, request.atMs)
    const ordered = past.orderedId === null ? null : (world.catalogue.indexOf.get(past.orderedId) ?? -1)
    const columns = await breathe(
      (function* () {
        yield
        return requestColumns({ user: past.user, world: world ?? own, request, ordered })
      })(),
      signal,
    )
    if (columns) prepared.push({ past, atMs: request.atMs, columns })
    onProgress?.(index + 1, requests.length)
  }
  return { source, world, latestMs, prepared, asked: requests.length }
}

/** Requests looked up together: one statement for all, and not so many that their histories fill the memory. */
const preparedTogether = 64

/** Prepares in batches, and gives one after the other. */
export async function* prepareAll<T, P>(all: readonly T[], prepare: (each: T) => Promise<P>) {
  for (let from = 0; from < all.length; from += preparedTogether) {
    const batch = all.slice(from, from + preparedTogether)
    const prepared = await Promise.all(batch.map(prepare))
    for (const [n, past] of batch.entries()) yield { past, index: from + n, prepared: prepared[n]! }
  }
}

export function columnsOf({ world, source }: Sample, prepared: readonly Prepared[]): Columns {
  return joinColumns(
    prepared.map(({ columns }) => columns),
    world!.scales,
    source === 'orders',
  )
}

export const countOf = ({ source, prepared, asked }: Sample): SampleCount => ({
  source,
  requests: prepared.length,
  empty: asked - prepared.length,
})

export const nothingToAnalyse = () =>
  new Problem('nothing-to-analyse', {
    detail: 'No past request has a list; import orders, or ask for recommendations first.',
  })
