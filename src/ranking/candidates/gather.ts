import type { Catalogue } from '../../catalog/catalogue.ts'
import { selectSmallest } from '../../numeric/order-keys.ts'
import { sortNumbers } from '../../numeric/sort-numbers.ts'
import type { Eligibility } from '../eligibility.ts'
import type { StageListener } from '../types.ts'
import { type AreaQuery, areaAround } from './area.ts'
import { type Pool, poolOf } from './pool.ts'
import type { SourceContext } from './source.ts'
import { candidateSources } from './sources.ts'
import { takeAdmitted } from './take-admitted.ts'
import { createVerdicts } from './verdicts.ts'

export interface Gathered {
  /** eligible catalogue indices, ascending */
  readonly items: Int32Array
  /** keys of the sources that proposed items[j] */
  sources(j: number): readonly string[]
  readonly leftOut: Readonly<Record<string, number>>
}

export interface GatherQuery extends Omit<AreaQuery, 'admits'>, Omit<SourceContext, 'area' | 'admits'> {
  readonly eligible: Eligibility
  /** Candidates wanted at most. */
  readonly depth: number
}

/** Eligible places that an area holds per candidate wanted, so that the sources have something to choose from. */
const reachPerCandidate = 4

/**
 * The union of all sources' proposals, at most `depth`, and that many whenever as many are eligible. Each source proposes up to `depth`:
 * of the source with the greatest share no later ones could come in, and of the others fewer.
 */
export function gather(query: GatherQuery, onStage: StageListener): Gathered {
  const { catalogue, depth } = query
  const verdicts = createVerdicts(catalogue, query.eligible)
  const { admits } = verdicts
  const area = areaAround({ ...query, admits }, depth * reachPerCandidate, depth)
  onStage('eligibility', verdicts.looked())
  const pool = propose({ ...query, area, admits }, depth)
  const items = chooseByPriority(pool.items, pool, depth, catalogue.size)
  const bits = new Uint32Array(items.length)
  for (let j = 0; j < items.length; j++) bits[j] = pool.sources(items[j]!)
  onStage('candidates', pool.items.length)
  return { items, sources: (j) => sourceKeys(bits[j]!), leftOut: verdicts.leftOut() }
}

function propose(context: SourceContext, most: number): Pool {
  const pool = poolOf(context.world.catalogue)
  pool.clear()
  candidateSources.forEach((source, bit) => {
    const proposals = source.propose(context, most)
    for (let n = 0; n < proposals.length; n++) pool.add(proposals[n]!, (n + 1) / source.share, bit)
  })
  return pool
}

/** The `depth` of smallest priority, ties by index, ascending by index: the same whichever source spoke first. */
export function chooseByPriority(
  items: readonly number[],
  pool: Pool,
  depth: number,
  size: number,
): Int32Array {
  const ascending = new Int32Array(items)
  sortNumbers(ascending, size)
  if (ascending.length <= depth) return ascending
  const priorities = new Float64Array(ascending.length)
  for (let n = 0; n < ascending.length; n++) priorities[n] = pool.priority(ascending[n]!)
  const best = priorities.slice()
  selectSmallest(best, best.length, depth)
  let last = Number.NEGATIVE_INFINITY
  for (let n = 0; n < depth; n++) last = Math.max(last, best[n]!)
  let ties = 0
  for (let n = 0; n < depth; n++) if (best[n] === last) ties++
  const chosen = new Int32Array(depth)
  let taken = 0
  for (let n = 0; taken < depth; n++) {
    if (priorities[n]! < last || (priorities[n] === last && ties-- > 0)) chosen[taken++] = ascending[n]!
  }
  return chosen
}

const keysByBits = new Map<number, readonly string[]>()

function sourceKeys(bits: number): readonly string[] {
  let keys = keysByBits.get(bits)
  if (!keys) {
    keys = candidateSources.filter((_, source) => bits & (1 << source)).map(({ key }) => key)
    keysByBits.set(bits, keys)
  }
  return keys
}

/** The caller's own candidates: each once, all that are eligible. */
export function takeGiven(
  catalogue: Catalogue,
  given: Int32Array,
  eligible: Eligibility,
  onStage: StageListener,
): Gathered {
  const distinct = Int32Array.from(new Set(given)).sort()
  onStage('candidates', distinct.length)
  const verdicts = createVerdicts(catalogue, eligible)
  const items = takeAdmitted(distinct, distinct.length, verdicts.admits)
  onStage('eligibility', distinct.length)
  return { items, sources: () => ['request'], leftOut: verdicts.leftOut() }
}
