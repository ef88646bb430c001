import { LRUCache } from 'lru-cache'
import type pg from 'pg'
import type { Catalogue } from '../catalog/catalogue.ts'
import { type Reads, readsOfPrimary } from '../db/reads.ts'
import type { History } from '../interactions/history.ts'
import { Problem } from '../problem/problems.ts'
import type { Origin } from '../relevance/model.ts'
import { type BatchSize, createBatchFigures } from './batch-figures.ts'
import { createBreaker } from './breaker.ts'
import { type BatchMeasurement, measureBatches } from './measure-batches.ts'
import {
  historyOfRow,
  historyUntil,
  moveHistory,
  selectUserRows,
  type UserQuestion,
  type UserRow,
} from './user-rows.ts'

export interface FoundUser {
  readonly locations: readonly Origin[]
  readonly cuisines: readonly string[]
  readonly maxPriceLevel: number | null
  readonly optOut: boolean
  /** Empty for who opted out. */
  readonly history: History
}

/** `stale`: PostgreSQL did not answer in time, and this is what was known before; `unavailable`: nothing was. */
export type Lookup =
  | { readonly state: 'fresh' | 'stale'; readonly user: FoundUser }
  | { readonly state: 'unknown' | 'unavailable'; readonly user: null }

export interface LookupQuery {
  readonly userId: string
  /** null: now */
  readonly untilMs: number | null
  readonly catalogue: Catalogue
  readonly deadlineMs: number
}

export interface Lookups {
  /** Never rejects and never takes longer than `deadlineMs` (plus a turn of the event loop). */
  find(query: LookupQuery): Promise<Lookup>
  /** These users did something: ask again; what is known serves only when PostgreSQL is away. */
  expire(userIds: Iterable<string>): void
  expireAll(): void
  /** These users were changed or erased: nothing that was known of them may be used again. */
  forget(userIds: Iterable<string>): void
  forgetAll(): void
  /** `asked` and `hits` count since the start. */
  readonly stats: {
    readonly cachedUsers: number
    readonly waiting: number
    readonly queries: number
    readonly asked: number
    readonly hits: number
  }
  /** Users a statement against its time; statements that failed count in none. */
  batches(): readonly BatchSize[]
  /** The last measurement; null: there was none. */
  readonly measured: BatchMeasurement | null
  /**
   * Measures statements of each size now, for a few seconds, while nothing else is asked for.
   * @throws Problem unavailable: one is under way, or there is something to answer; the signal's reason
   */
  measure(asked: MeasureQuery): Promise<BatchMeasurement>
}

export interface MeasureQuery {
  /** False: there is something to answer, which goes first. */
  readonly isIdle: () => boolean
  /** ms since 1970 */
  readonly atMs: number
  readonly signal?: AbortSignal | undefined
}

export interface LookupOptions {
  readonly pool: pg.Pool
  /** Where users are read, and who has to know what changed; absent: the pool. */
  readonly reads?: Pick<Reads, 'each' | 'changed' | 'changedAll'>
  /** Interactions that a user's history holds at most; the latest. */
  readonly maxInteractions?: number
  /** Interactions that the cache holds at most, over all users (about 30 bytes each). */
  readonly maxCachedInteractions?: number
  /** Users in one statement at most. */
  readonly maxBatch?: number
  /** Statements under way at the same time; what comes meanwhile waits and goes together. */
  readonly maxConcurrent?: number
  /** Users waiting for a statement; more are answered `unavailable` at once. */
  readonly maxWaiting?: number
  readonly clockMs?: () => number
}

interface Cached {
  readonly user: FoundUser
  /** Of the ids that the history's indices point into. */
  readonly generation: number
  /** True: the history holds all that the user did. */
  readonly complete: boolean
  /** True: nothing was left out for want of its restaurant, so another catalogue knows no more. */
  readonly whole: boolean
  stale: boolean
}

interface Pending extends UserQuestion {
  readonly catalogue: Catalogue
  /** False: the user did something after the question was asked. */
  current: boolean
  readonly answer: Promise<Lookup>
  readonly settle: (row: UserRow | null) => void
}

/** Missing a deadline shorter than this says nothing of PostgreSQL: the caller was in a hurry. */
const slowMs = 50

/** Catalogues whose restaurants' numbers can be told from those of the current one. */
const rememberedCatalogues = 4

/** After so long the time of a statement counts half. */
export const batchHalfLifeMs = 600_000

/** A measurement takes about so long, ms, over so many users. */
const measureMs = 2000
const measuredUsers = 1024

const unavailable: Lookup = { state: 'unavailable', user: null }
const unknown: Lookup = { state: 'unknown', user: null }

/**
 * Users and what they did lately: a bounded cache over one indexed statement, which carries the questions of all requests of the
 * same moment.
 */
export function createLookups(options: LookupOptions): Lookups {
  const { maxInteractions = 500, maxBatch = 256, maxConcurrent = 2, maxWaiting = 5000 } = options
  const clockMs = options.clockMs ?? (() => performance.now())
  const reads = options.reads ?? readsOfPrimary(options.pool)
  const breaker = createBreaker({ clockMs })
  const figures = createBatchFigures({ clockMs, halfLifeMs: batchHalfLifeMs })
  const cache = new LRUCache<string, Cached>({
    maxSize: options.maxCachedInteractions ?? 2_000_000,
    sizeCalculation: ({ user }) => 20 + user.history.length,
  })
  const joinable = new Map<string, Pending>()
  const waiting: Pending[] = []
  let running = 0
  let flushing = false
  let queries = 0
  let asked = 0
  let hits = 0
  let measured: BatchMeasurement | null = null
  let isMeasuring = false

  /** The ids of the latest catalogues, the oldest first; entries name them by number, so that they hold none in memory. */
  const generations: { readonly number: number; readonly ids: readonly string[] }[] = []

  const generationOf = ({ ids }: Catalogue): number => {
    const known = generations.find((one) => one.ids === ids)
    if (known) return known.number
    const number = (generations.at(-1)?.number ?? 0) + 1
    generations.push({ number, ids })
    if (generations.length > rememberedCatalogues) generations.shift()
    return number
  }

  /** What is known of the user, by the indices of `catalogue`. */
  const entryOf = (userId: string, catalogue: Catalogue): Cached | undefined => {
    const entry = cache.get(userId)
    const generation = generationOf(catalogue)
    if (!entry || entry.generation === generation) return entry
    const before = generations.find(({ number }) => number === entry.generation)
    if (!before || !entry.whole) return undefined
    const history = moveHistory(entry.user.history, before.ids, catalogue)
    const moved = { ...entry, user: { ...entry.user, history }, generation }
    cache.set(userId, moved)
    return moved
  }

  const cached = ({ userId, untilMs, catalogue }: LookupQuery): Cached | undefined => {
    const entry = entryOf(userId, catalogue)
    if (!entry) return undefined
    const covers = untilMs === null || entry.complete || entry.user.history.atMs[0]! <= untilMs
    return covers ? entry : undefined
  }

  const ask = (query: LookupQuery): Pending => {
    const untilMs = query.untilMs ?? Number.POSITIVE_INFINITY
    const joined = joinable.get(query.userId)
    if (joined && joined.untilMs === untilMs && joined.catalogue.ids === query.catalogue.ids) return joined
    let settle: Pending['settle'] = () => {}
    const answer = new Promise<Lookup>((resolve) => {
      settle = (row) => resolve(row ? keep(pending, row) : unavailable)
    })
    const { userId, catalogue } = query
    const pending: Pending = { userId, untilMs, catalogue, current: true, answer, settle }
    joinable.set(userId, pending)
    waiting.push(pending)
    schedule()
    return pending
  }

  const keep = (pending: Pending, row: UserRow): Lookup => {
    if (!row.known) {
      cache.delete(pending.userId)
      return unknown
    }
    const { locations, cuisines, maxPriceLevel, optOut } = row
    const history = historyOfRow(row, pending.catalogue)
    const user: FoundUser = { locations, cuisines: cuisines ?? [], maxPriceLevel, optOut, history }
    if (pending.current && pending.untilMs === Number.POSITIVE_INFINITY) {
      const complete = (row.restaurants?.length ?? 0) < maxInteractions
      const whole = history.length === (row.restaurants?.length ?? 0)
      const generation = generationOf(pending.catalogue)
      cache.set(pending.userId, { user, generation, complete, whole, stale: false })
    }
    return { state: 'fresh', user }
  }

  const schedule = () => {
    if (flushing || running >= maxConcurrent) return
    flushing = true
    setImmediate(() => {
      flushing = false
      while (waiting.length > 0 && running < maxConcurrent) void runBatch(waiting.splice(0, maxBatch))
    })
  }

  const runBatch = async (batch: readonly Pending[]) => {
    running++
    queries++
    let rows: readonly UserRow[] = []
    const startMs = clockMs()
    try {
      rows = await reads.each(batch, (pool, some) => selectUserRows(pool, some, maxInteractions))
      figures.add(batch.length, clockMs() - startMs)
      breaker.succeeded()
    } catch {
      breaker.failed()
    }
    running--
    for (const [index, pending] of batch.entries()) {
      if (joinable.get(pending.userId) === pending) joinable.delete(pending.userId)
      pending.settle(rows[index] ?? null)
    }
    if (waiting.length > 0) schedule()
  }

  /** The answer, or null when the deadline comes first. */
  const within = async (answer: Promise<Lookup>, deadlineMs: number): Promise<Lookup | null> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, deadlineMs, null)
    })
    const first = await Promise.race([answer, late])
    clearTimeout(timer)
    return first
  }

  /** What was known before, when PostgreSQL has nothing to say. */
  const fallBack = (query: LookupQuery): Lookup => {
    const entry = cached(query)
    return entry ? { state: 'stale', user: cut(entry.user, query.untilMs) } : unavailable
  }

  const measure = async ({ isIdle, atMs, signal }: MeasureQuery): Promise<BatchMeasurement> => {
    if (isMeasuring) throw notNow('A measurement is under way already.')
    if (!isIdle()) throw notNow('There are recommendations to make, which go first.')
    isMeasuring = true
    try {
      const { rows } = await options.pool.query<{ id: string }>('SELECT id FROM users ORDER BY id LIMIT $1', [
        measuredUsers,
      ])
      measured = await measureBatches({
        lookUp: (ids) =>
          selectUserRows(
            options.pool,
            ids.map((userId) => ({ userId, untilMs: Number.POSITIVE_INFINITY })),
            maxInteractions,
          ),
        ids: rows.map(({ id }) => id),
        clockMs,
        atMs,
        isIdle,
        budgetMs: measureMs,
        mostInBatch: maxBatch,
        signal,
      })
      return measured
    } finally {
      isMeasuring = false
    }
  }

  const expireOne = (userId: string) => {
    const entry = cache.peek(userId)
    if (entry) entry.stale = true
    const pending = joinable.get(userId)
    if (!pending) return
    pending.current = false
    joinable.delete(userId)
  }

  return {
    async find(query) {
      const entry = cached(query)
      asked++
      if (entry && !entry.stale) {
        hits++
        return { state: 'fresh', user: cut(entry.user, query.untilMs) }
      }
      if (waiting.length >= maxWaiting || !breaker.allows()) return fallBack(query)
      const answer = await within(ask(query).answer, query.deadlineMs)
      if (answer === null && query.deadlineMs >= slowMs) breaker.failed()
      return answer === null || answer.state === 'unavailable' ? fallBack(query) : answer
    },
    expire(userIds) {
      const changed = [...userIds]
      reads.changed(changed)
      for (const userId of changed) expireOne(userId)
    },
    expireAll() {
      reads.changedAll()
      for (const userId of [...joinable.keys()]) expireOne(userId)
      cache.forEach((entry) => {
        entry.stale = true
      })
    },
    forget(userIds) {
      const changed = [...userIds]
      reads.changed(changed)
      for (const userId of changed) {
        expireOne(userId)
        cache.delete(userId)
      }
    },
    forgetAll() {
      reads.changedAll()
      for (const userId of [...joinable.keys()]) expireOne(userId)
      cache.clear()
    },
    batches: () => figures.report(),
    measure,
    get measured() {
      return measured
    },
    get stats() {
      return { cachedUsers: cache.size, waiting: waiting.length, queries, asked, hits }
    },
  }
}

function cut(user: FoundUser, untilMs: number | null): FoundUser {
  return untilMs === null ? user : { ...user, history: historyUntil(user.history, untilMs) }
}

const notNow = (detail: string) => new Problem('unavailable', { detail, retryAfterSeconds: 5 })
