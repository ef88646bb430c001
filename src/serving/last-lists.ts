import { LRUCache } from 'lru-cache'
import type pg from 'pg'
import { type Reads, readsOfPrimary } from '../db/reads.ts'
import { createBreaker } from './breaker.ts'
import { contextOf, type LastList, latestLike, selectLastLists, worthKeeping } from './last-list-rows.ts'
import type { RecommendationRequest } from './service.ts'

export interface LastListQuery {
  readonly userId: string
  readonly profile: string
  readonly request: RecommendationRequest
  readonly atMs: number
  readonly deadlineMs: number
}

/** What users were shown last under profiles that cap how far a list may drift. */
export interface LastLists {
  /** Restaurant ids from the top; null: none in a like context, or not to be had in time. Never rejects. */
  find(query: LastListQuery): Promise<readonly string[] | null>
  shown(query: Omit<LastListQuery, 'deadlineMs'>, ids: readonly string[]): void
  /** Users who were erased. */
  forget(userIds: Iterable<string>): void
  forgetAll(): void
}

export interface LastListOptions {
  readonly pool: pg.Pool
  /** Where lists are read, and who has to know whom to forget; absent: the pool. */
  readonly reads?: Pick<Reads, 'each' | 'changed' | 'changedAll'>
  /** Users whose lists are kept at most; the one asked for longest ago goes first. */
  readonly maxUsers?: number
  /** Questions in one statement at most, and waiting for one; more are answered with null. */
  readonly maxBatch?: number
  readonly maxWaiting?: number
  readonly clockMs?: () => number
}

/** So long what this process knows stands alone; then PostgreSQL is asked what other processes showed, ms. */
const trustMs = 600_000

interface Pending {
  readonly userId: string
  readonly profile: string
  readonly answer: Promise<void>
  readonly settle: () => void
}

/** A bounded cache that answers fill, over one statement that carries the questions of all requests of the same moment. */
export function createLastLists(options: LastListOptions): LastLists {
  const { pool, maxUsers = 20_000, maxBatch = 256, maxWaiting = 5000 } = options
  const clockMs = options.clockMs ?? (() => performance.now())
  const reads = options.reads ?? readsOfPrimary(pool)
  const breaker = createBreaker({ clockMs })
  const users = new LRUCache<string, Map<string, readonly LastList[]>>({
    max: maxUsers,
    ttl: trustMs,
    perf: { now: clockMs },
  })
  const asked = new Map<string, Pending>()
  let waiting: Pending[] = []

  const add = (userId: string, profile: string, lists: readonly LastList[]) => {
    const byProfile = users.get(userId) ?? new Map<string, readonly LastList[]>()
    byProfile.set(profile, worthKeeping([...(byProfile.get(profile) ?? []), ...lists]))
    // What it was trusted from on stays, or a user who comes often would never be asked about again.
    users.set(userId, byProfile, { noUpdateTTL: true })
  }

  const ask = (userId: string, profile: string): Promise<void> | null => {
    const key = `${profile} ${userId}`
    const joined = asked.get(key)
    if (joined) return joined.answer
    if (waiting.length >= maxWaiting || !breaker.allows()) return null
    let settle: Pending['settle'] = () => {}
    const answer = new Promise<void>((resolve) => {
      settle = () => {
        asked.delete(key)
        resolve()
      }
    })
    const pending = { userId, profile, answer, settle }
    asked.set(key, pending)
    waiting.push(pending)
    if (waiting.length === 1) setImmediate(flush)
    return answer
  }

  const flush = () => {
    const batches = waiting
    waiting = []
    for (let n = 0; n < batches.length; n += maxBatch) void runBatch(batches.slice(n, n + maxBatch))
  }

  const runBatch = async (batch: readonly Pending[]) => {
    try {
      const found = await reads.each(batch, selectLastLists)
      breaker.succeeded()
      batch.forEach(({ userId, profile }, n) => {
        // Whoever was erased meanwhile is not taken up again.
        if (asked.get(`${profile} ${userId}`) === batch[n]) add(userId, profile, found[n] ?? [])
      })
    } catch {
      breaker.failed()
    }
    for (const { settle } of batch) settle()
  }

  return {
    async find({ userId, profile, request, atMs, deadlineMs }) {
      const known = () => users.get(userId)?.get(profile)
      if (!known()) await within(ask(userId, profile), deadlineMs)
      return latestLike(known() ?? [], contextOf(request), atMs)
    },
    shown({ userId, profile, request, atMs }, ids) {
      add(userId, profile, [{ context: contextOf(request), shownMs: atMs, ids }])
    },
    forget(userIds) {
      const erased = [...userIds]
      reads.changed(erased)
      for (const userId of erased) {
        users.delete(userId)
        for (const [key, pending] of asked) if (pending.userId === userId) asked.delete(key)
      }
    },
    forgetAll() {
      reads.changedAll()
      users.clear()
      asked.clear()
    },
  }
}

async function within(answer: Promise<void> | null, deadlineMs: number): Promise<void> {
  if (!answer) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs)
  })
  await Promise.race([answer, late])
  clearTimeout(timer)
}
