import pg from 'pg'
import { urlsOf } from '../schema/database-urls.ts'
import { answerWithin } from './answer-within.ts'
import { isDatabaseAway } from './database-away.ts'
import { createFreshness, type WalPosition } from './freshness.ts'

/** Where reads go: to replicas, as far as they know enough, else to the primary. */
export interface Reads {
  /**
   * Answers questions about users, in their order: each on a replica that has everything of that user which this process knows to have changed,
   * or on the primary. A replica that fails is passed over.
   */
  each<Question extends { readonly userId: string }, Answer>(
    questions: readonly Question[],
    ask: (pool: pg.Pool, questions: readonly Question[]) => Promise<Answer[]>,
  ): Promise<Answer[]>
  /** For what may be a moment behind: on a replica when one answers. */
  analyse<Answer>(work: (pool: pg.Pool) => Promise<Answer>): Promise<Answer>
  /** These users did something, or were changed or erased: committed by now. */
  changed(userIds: Iterable<string>): void
  changedAll(): void
  report(): ReadsReport
  close(): Promise<void>
}

export interface ReadsReport {
  /** Replicas that are there to be asked. */
  readonly replicas: number
  /** Of them, those that answer. */
  readonly answering: number
  /** Bytes of log that the replica furthest behind has yet to replay; null: not known */
  readonly behindBytes: number | null
  /** Questions since the start, by who was asked. */
  readonly onReplicas: number
  readonly onPrimary: number
}

/** There are no replicas. */
export function readsOfPrimary(pool: pg.Pool): Reads {
  let onPrimary = 0
  return {
    each(questions, ask) {
      onPrimary += questions.length
      return ask(pool, questions)
    },
    analyse: (work) => work(pool),
    changed() {},
    changedAll() {},
    report: () => ({ replicas: 0, answering: 0, behindBytes: null, onReplicas: 0, onPrimary }),
    async close() {},
  }
}

export interface ReplicaReadsOptions {
  readonly primary: pg.Pool
  /** May name several hosts; see `urlsOf`. */
  readonly url: string
  /** Connections to each replica at most. */
  readonly poolSize?: number
  readonly statementTimeoutMs?: number
  readonly onError: (error: Error) => void
  /** Between two looks while nobody waits for a replica, ms. */
  readonly idleMs?: number
  /** Between two looks while somebody does, ms. */
  readonly busyMs?: number
}

interface Replica {
  readonly name: string
  readonly pool: pg.Pool
  /** null: it does not answer, or is no standby of ours */
  replayed: WalPosition | null
}

/** A server that does not say where it is within this time is away, ms. */
const askMs = 2000

const system = '(SELECT system_identifier::text FROM pg_control_system()) AS system'
const askPrimary = `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS position, ${system}`
// A server that was promoted is no standby any more; what it says of its log compares with nothing.
const askStandby = `SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END, '0/0')::float8 AS position, ${system}`

/**
 * Reads over streaming replicas of `primary`, which lag by as much as they like: what a position says was replayed when it was asked for is
 * replayed for every statement after that, so a user's own writes are never undone by reading them too early.
 */
export function openReplicaReads(options: ReplicaReadsOptions): Reads {
  const { primary, idleMs = 2000, busyMs = 40, onError } = options
  const freshness = createFreshness()
  const replicas = urlsOf(options.url).map((url) => openReplica(url, options))
  let primarySystem: string | undefined
  let primaryPosition: WalPosition | null = null
  let turn = 0
  let onReplicas = 0
  let onPrimary = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  const told = new Set<string>()

  const tell = (name: string, error: Error) => {
    if (!told.has(name))
      onError(new Error(`the read replica ${name} is not used: ${error.message}`, { cause: error }))
    told.add(name)
  }
  const askPosition = async (pool: pg.Pool, text: string) => {
    const { rows } = await pool.query<{ position: number | null; system: string }>({
      text,
      ...answerWithin(askMs),
    })
    return rows[0]!
  }

  const lookAt = async (replica: Replica) => {
    try {
      const { position, system } = await askPosition(replica.pool, askStandby)
      if (position === null) throw new Error('it is no standby')
      if (primarySystem !== undefined && system !== primarySystem)
        throw new Error('it is of another database')
      replica.replayed = primarySystem === undefined ? null : position
      told.delete(replica.name)
      if (replica.replayed !== null) freshness.reached(replica.replayed)
    } catch (error) {
      replica.replayed = null
      if (!closed) tell(replica.name, error instanceof Error ? error : new Error(String(error)))
    }
  }
  const lookAtPrimary = async () => {
    const ask = async () => {
      const { position, system } = await askPosition(primary, askPrimary)
      primarySystem = system
      return position ?? 0
    }
    try {
      primaryPosition = freshness.hasOpen ? await freshness.locate(ask) : await ask()
    } catch {
      // Those who need it are told; replicas answer for everyone else.
    }
  }
  const look = async () => {
    await lookAtPrimary()
    await Promise.all(replicas.map(lookAt))
  }
  const isAwaited = () =>
    freshness.hasOpen || replicas.some(({ replayed }) => replayed !== null && replayed < freshness.wanted)
  const schedule = (inMs: number) => {
    if (closed || looking !== undefined) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      looking = look().finally(() => {
        looking = undefined
        schedule(isAwaited() ? busyMs : idleMs)
      })
    }, inMs)
    timer.unref()
  }
  schedule(0)

  /** The next one in turn that answers. */
  const next = (): Replica | undefined => {
    for (let n = 0; n < replicas.length; n++) {
      const replica = replicas[turn++ % replicas.length]!
      if (replica.replayed !== null) return replica
    }
    return undefined
  }
  const passOver = (replica: Replica, error: unknown) => {
    if (!isDatabaseAway(error)) throw error
    replica.replayed = null
    tell(replica.name, error instanceof Error ? error : new Error(String(error)))
  }

  return {
    async each(questions, ask) {
      const replica = next()
      const replayed = replica?.replayed ?? null
      const mayAnswer = questions.map(
        ({ userId }) => replayed !== null && freshness.mayAnswer(userId, replayed),
      )
      const askAll = async (onReplica: boolean) => {
        const some = questions.filter((_, n) => mayAnswer[n] === onReplica)
        if (some.length === 0) return []
        if (!onReplica || !replica) {
          onPrimary += some.length
          return ask(primary, some)
        }
        onReplicas += some.length
        try {
          return await ask(replica.pool, some)
        } catch (error) {
          passOver(replica, error)
          onPrimary += some.length
          return ask(primary, some)
        }
      }
      const [there, here] = await Promise.all([askAll(true), askAll(false)])
      let [k, j] = [0, 0]
      return mayAnswer.map((onReplica) => (onReplica ? there[k++]! : here[j++]!))
    },
    async analyse(work) {
      const replica = next()
      if (!replica) return work(primary)
      try {
        return await work(replica.pool)
      } catch (error) {
        passOver(replica, error)
        return work(primary)
      }
    },
    changed(userIds) {
      freshness.changed(userIds)
      schedule(busyMs)
    },
    changedAll() {
      freshness.changedAll()
      schedule(busyMs)
    },
    report() {
      const answering = replicas.flatMap(({ replayed }) => (replayed === null ? [] : [replayed]))
      const isKnown = primaryPosition !== null && answering.length > 0
      return {
        replicas: replicas.length,
        answering: answering.length,
        behindBytes: isKnown ? Math.max(0, primaryPosition! - Math.min(...answering)) : null,
        onReplicas,
        onPrimary,
      }
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await looking
      for (const { pool } of replicas) await pool.end()
    },
  }
}

function openReplica(url: string, { poolSize = 10, statementTimeoutMs = 0 }: ReplicaReadsOptions): Replica {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: askMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    ...(statementTimeoutMs ? { statement_timeout: statementTimeoutMs } : {}),
    application_name: 'maitre-reads',
  })
  // The next look tells of it.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  const { hostname, port } = new URL(url)
  return { name: `${hostname}:${port || 5432}`, pool, replayed: null }
}
