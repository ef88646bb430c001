import { createRandom } from '../../../numeric/random.ts'
import { type ArrivalPlan, arrivalTimes } from './arrivals.ts'
import { createHttpClient, requestBytes } from './http-client.ts'

/** One kind of request in the mix. */
export interface LoadKind {
  readonly name: string
  /** relative to the other kinds */
  readonly weight: number
  readonly method: string
  readonly path: string
  readonly key: string
  /** taken in turn; undefined: none */
  readonly bodies: readonly unknown[]
}

export interface LoadTask extends ArrivalPlan {
  readonly host: string
  readonly port: number
  readonly kinds: readonly LoadKind[]
  readonly mostConnections: number
  /** How long to wait for answers after the last request is due. */
  readonly graceMs: number
}

/** Index by index: one request each, in the order in which they were due. Flat, so that it moves between threads without a copy. */
export interface LoadResult {
  readonly kind: Uint8Array
  /** 0: no answer, or never sent, since all connections were busy */
  readonly status: Uint16Array
  /** from when it was due, whether or not it could be sent then, to the end of the answer; NaN: no answer */
  readonly tookMs: Float64Array
  /** how much later than due it was sent: the generator's own fault; NaN: never */
  readonly lagMs: Float64Array
}

/** Sends what is due, when it is due, whatever became of what was sent before. */
export async function generateLoad(task: LoadTask): Promise<LoadResult> {
  const dueMs = arrivalTimes(task)
  const count = dueMs.length
  const result: LoadResult = {
    kind: kindsOf(task, count),
    status: new Uint16Array(count),
    tookMs: new Float64Array(count).fill(Number.NaN),
    lagMs: new Float64Array(count).fill(Number.NaN),
  }
  const requests = task.kinds.map(({ method, path, key, bodies }) =>
    bodies.map((body) => requestBytes(method, path, `${task.host}:${task.port}`, key, body)),
  )
  const client = createHttpClient(task.host, task.port, task.mostConnections)
  const startMs = performance.now()
  let next = 0
  let open = 0

  const send = (n: number) => {
    const bodies = requests[result.kind[n]!]!
    const isSent = client.send(bodies[n % bodies.length]!, (status) => {
      open--
      if (status === null) return
      result.status[n] = status
      result.tookMs[n] = performance.now() - startMs - dueMs[n]!
    })
    if (!isSent) return
    open++
    result.lagMs[n] = performance.now() - startMs - dueMs[n]!
  }

  await new Promise<void>((resolve) => {
    const tick = () => {
      const elapsedMs = performance.now() - startMs
      while (next < count && dueMs[next]! <= elapsedMs) send(next++)
      const isOver = next === count && (open === 0 || elapsedMs > task.seconds * 1000 + task.graceMs)
      if (isOver) resolve()
      else setTimeout(tick, 1)
    }
    tick()
  })
  client.close()
  return result
}

/** Kinds drawn by weight. */
function kindsOf({ kinds, seed }: LoadTask, count: number): Uint8Array {
  const random = createRandom(seed + 1)
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0)
  return Uint8Array.from({ length: count }, () => {
    let left = random.next() * total
    const found = kinds.findIndex(({ weight }) => {
      left -= weight
      return left < 0
    })
    return found < 0 ? 0 : found
  })
}
