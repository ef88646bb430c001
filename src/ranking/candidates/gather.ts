import type { Eligibility, LeftOutReason } from '../eligibility.ts'
import type { StageListener } from '../types.ts'
import { type Area, type AreaQuery, areaAround } from './area.ts'
import { type Pool, poolOf } from './pool.ts'
import type { SourceContext } from './source.ts'
import { candidateSources } from './sources.ts'

export interface Gathered {
  /** eligible catalogue indices, ascending */
  readonly items: Int32Array
  /** sources[j]: keys of the sources that proposed items[j] */
  readonly sources: readonly (readonly string[])[]
  readonly leftOut: Readonly<Record<string, number>>
}

export interface GatherQuery extends AreaQuery, Omit<SourceContext, 'area' | 'admits'> {
  readonly eligible: Eligibility
  /** Candidates wanted at most. */
  readonly depth: number
  /** Candidates wanted at least, as far as that many are eligible. */
  readonly least: number
}

/** Places looked at per candidate wanted: many are closed, far or filtered out, and the sources need something to choose from. */
const reachPerCandidate = 4
/** How much wider the search goes to fill the plan, rather than the list alone. */
const widest = 16

/**
 * The union of all sources' proposals, the eligible ones, at most `depth`. Where too few are eligible the search goes wider: up to
 * sixteen times for `depth`, over the whole catalogue for `least`.
 */
export function gather(query: GatherQuery, onStage: StageListener): Gathered {
  const { depth, eligible } = query
  const first = depth * reachPerCandidate
  for (let reach = first; ; reach *= 4) {
    const area = areaAround(query, reach)
    const pool = propose(query, area, reach)
    onStage('candidates', pool.items.length)
    const leftOut: Partial<Record<LeftOutReason, number>> = {}
    const items: number[] = []
    for (const item of pool.items) {
      const reason = eligible(item)
      if (reason === null) items.push(item)
      else leftOut[reason] = (leftOut[reason] ?? 0) + 1
    }
    onStage('eligibility', pool.items.length)
    const wide = reach >= first * widest
    if (area.complete || items.length >= depth || (wide && items.length >= query.least)) {
      const chosen = chooseByPriority(items, pool, depth)
      return { items: chosen, sources: Array.from(chosen, (item) => sourceKeys(pool.sources(item))), leftOut }
    }
  }
}

function propose(query: GatherQuery, area: Area, reach: number): Pool {
  const pool = poolOf(query.catalogue)
  pool.clear()
  const admits = (item: number) => query.eligible(item) === null
  const context: SourceContext = { ...query, area, admits }
  candidateSources.forEach((source, bit) => {
    const proposals = source.propose(context, reach)
    for (let n = 0; n < proposals.length; n++) pool.add(proposals[n]!, (n + 1) / source.share, bit)
  })
  return pool
}

/** The `depth` of smallest priority, ties by index, ascending by index: the same whichever source spoke first. */
export function chooseByPriority(items: readonly number[], pool: Pool, depth: number): Int32Array {
  const ascending = Int32Array.from(items).sort()
  if (ascending.length <= depth) return ascending
  const priorities = new Float64Array(ascending.length)
  for (let n = 0; n < ascending.length; n++) priorities[n] = pool.priority(ascending[n]!)
  const sorted = priorities.slice().sort()
  const last = sorted[depth - 1]!
  let ties = depth - sorted.indexOf(last)
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
export function takeGiven(given: Int32Array, eligible: Eligibility, onStage: StageListener): Gathered {
  const distinct = Int32Array.from(new Set(given)).sort()
  onStage('candidates', distinct.length)
  const leftOut: Partial<Record<LeftOutReason, number>> = {}
  const items = distinct.filter((item) => {
    const reason = eligible(item)
    if (reason !== null) leftOut[reason] = (leftOut[reason] ?? 0) + 1
    return reason === null
  })
  onStage('eligibility', distinct.length)
  return { items, sources: Array.from(items, () => ['request']), leftOut }
}
