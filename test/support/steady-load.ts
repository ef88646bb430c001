import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

export interface SteadyLoad {
  /** Recommendations so far by what came back: a status, or the error's code; without those that were shed. */
  readonly recommendations: ReadonlyMap<string, number>
  /** Ids of interactions that were acknowledged. */
  readonly acknowledged: ReadonlySet<string>
  /** What came back for those that were not: a status, or the error's code. */
  readonly refused: ReadonlyMap<string, number>
  /** Refusals that lacked a Retry-After, or said anything but 503. */
  readonly unexpected: readonly string[]
  /** Recommendations that were refused at once because the machine is busy. */
  shed(): number
  /** Reasons for which the latest recommendation was degraded. */
  degraded(): readonly string[]
  /** Resolves when `more` recommendations have been answered from now on. */
  answered(more: number): Promise<void>
  stop(): Promise<void>
}

export interface LoadOptions {
  /** asked again for every request */
  readonly url: () => string
  readonly key: string
  readonly users?: number
  readonly pauseMs?: number
  /** Sends the same interaction again until it is acknowledged, as a careful client does. */
  readonly insists?: boolean
}

let loads = 0

/** A connection handed to a process that is killed at that moment is answered by nobody; a careful client does not wait for ever. */
const patienceMs = 15_000

/** The widest budget there is: on a busy test machine nothing is to be refused for being late, which is another test's matter. */
const patient = { context: {}, profile: 'ml-engineer' }

/** Users who ask for recommendations and send orders, one after the other, for as long as it runs. */
export function openLoad(options: LoadOptions): SteadyLoad {
  const { url, key, users = 3, pauseMs = 20, insists = false } = options
  const name = `load${++loads}`
  const recommendations = new Map<string, number>()
  const refused = new Map<string, number>()
  const acknowledged = new Set<string>()
  const unexpected: string[] = []
  let degraded: readonly string[] = []
  let running = true
  let answers = 0
  let shed = 0
  let waiting: { at: number; resolve: () => void }[] = []

  const count = (map: Map<string, number>, what: string) => map.set(what, (map.get(what) ?? 0) + 1)
  const post = async (path: string, body: object) => {
    const response = await fetch(`${url()}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    })
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
  }

  const recommend = async (userId: string) => {
    try {
      const { status, body } = await post('/v1/recommendations', { userId, ...patient })
      // On a test machine that others use too the service may have more to do than it can do in time, and says so.
      if (body.code === 'overloaded') shed++
      else count(recommendations, String(status))
      if (status === 200) degraded = body.degraded.reasons
      if (status === 200 && body.items.length === 0) unexpected.push('an empty list')
    } catch (error) {
      count(recommendations, codeOf(error))
    }
    answers++
    for (const { resolve } of waiting.filter(({ at }) => at <= answers)) resolve()
    waiting = waiting.filter(({ at }) => at > answers)
  }

  const order = async (id: string, userId: string): Promise<boolean> => {
    const row = { id, type: 'order', userId, restaurantId: 'r01', at: new Date().toISOString(), amount: 9 }
    try {
      const { status, headers, body } = await post('/v1/interactions', { interactions: [row] })
      const isKept = status === 200 && body.accepted + body.duplicates === 1
      if (isKept) acknowledged.add(id)
      else if (body.code !== 'overloaded') {
        count(refused, String(status))
        const isHonest = status === 503 && /^\d+$/.test(headers.get('retry-after') ?? '')
        if (!isHonest) unexpected.push(`interactions: ${status} ${JSON.stringify(body)}`)
      }
      return isKept
    } catch (error) {
      count(refused, codeOf(error))
      return false
    }
  }

  const user = async (n: number) => {
    const userId = `${name}-${n}`
    for (let turn = 0; running; turn++) {
      await recommend(userId)
      const id = `${userId}-${turn}`
      while (!(await order(id, userId)) && insists && running) await delay(pauseMs)
      await delay(pauseMs)
    }
  }
  const crowd = Promise.all(Array.from({ length: users }, (_, n) => user(n)))

  return {
    recommendations,
    acknowledged,
    refused,
    unexpected,
    shed: () => shed,
    degraded: () => degraded,
    answered: (more) => new Promise((resolve) => waiting.push({ at: answers + more, resolve })),
    async stop() {
      running = false
      await crowd
    },
  }
}

function codeOf(error: unknown): string {
  if (error instanceof DOMException) return error.name
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}

/** Of `ids`, those that the database does not hold exactly once. */
export async function notHeldOnce(
  pool: Pick<pg.ClientBase, 'query'>,
  ids: ReadonlySet<string>,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM unnest($1::text[]) AS given (id)
      WHERE (SELECT count(*) FROM interactions i WHERE i.id = given.id) +
            (SELECT count(*) FROM pending_interactions p WHERE p.id = given.id) <> 1`,
    [[...ids]],
  )
  return rows.map(({ id }) => id)
}
