import type pg from 'pg'
import { z } from 'zod'
import { assertPrimary, connectTo } from './hosts.ts'

/** What changed, as the triggers in the migrations name it. */
export const topicSchema = z.enum([
  'catalogue',
  'users',
  'interactions',
  'erasures',
  'profiles',
  'models',
  'experiments',
  'keys',
])
export type Topic = z.infer<typeof topicSchema>

/** A topic, or a topic and the ids that changed: `users ["ann","bob"]`. */
const noticeSchema = z.string().transform((payload, context) => {
  const [name, ...rest] = payload.split(' ')
  const topic = topicSchema.safeParse(name)
  if (!topic.success) {
    context.addIssue({ code: 'custom', message: 'names no topic' })
    return z.NEVER
  }
  return { topic: topic.data, ids: rest.length > 0 ? parseIds(rest.join(' ')) : undefined }
})

/** undefined: not to be read, so anything may have changed */
function parseIds(text: string): readonly string[] | undefined {
  try {
    return z.array(z.string()).parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export interface Listener {
  /** False while the connection is away; what changed meanwhile is told as every topic at once when it is back. */
  isConnected(): boolean
  close(): Promise<void>
}

export interface ListenOptions {
  url: string
  /** @param ids those that changed, where the notice names them */
  onChange: (topic: Topic, ids?: readonly string[]) => void
  onError?: (error: Error) => void
  /** Wait before connecting again, ms. */
  retryMs?: number
  /** Asks whether the connection still lives, ms: one that a network swallowed never says so by itself. */
  beatMs?: number
}

/**
 * LISTENs on `maitre_changed` and connects again by itself for as long as it is open. Resolves after the first attempt, whether
 * that succeeded or not: a service starts without its database if it must.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let heartbeat: NodeJS.Timeout | undefined
  let closed = false
  let isFirst = true

  const retry = (error: Error, lost: pg.Client | undefined) => {
    // What an earlier connection still has to say is no news of this one.
    if (lost !== client) return
    clearTimeout(heartbeat)
    client = undefined
    lost?.end().catch(() => {})
    if (closed || timer) return
    options.onError?.(error)
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, options.retryMs ?? 500)
  }

  const beat = (attempt: pg.Client) => {
    heartbeat = setTimeout(() => {
      assertPrimary(attempt).then(
        () => client === attempt && beat(attempt),
        (error: Error) => retry(error, attempt),
      )
    }, options.beatMs ?? 1000)
    heartbeat.unref()
  }

  const connect = async () => {
    const mayHaveMissed = !isFirst
    isFirst = false
    try {
      client = await openListener(options)
    } catch (error) {
      retry(error instanceof Error ? error : new Error(String(error)), undefined)
      return
    }
    const attempt = client
    attempt.on('error', (error) => retry(error, attempt))
    attempt.on('end', () => retry(new Error('the listening connection ended'), attempt))
    if (closed) return await attempt.end()
    beat(attempt)
    if (mayHaveMissed) for (const topic of topicSchema.options) options.onChange(topic)
  }

  await connect()
  return {
    isConnected: () => client !== undefined,
    async close() {
      closed = true
      clearTimeout(timer)
      clearTimeout(heartbeat)
      await client?.end().catch(() => {})
    },
  }
}

async function openListener({ url, onChange }: ListenOptions): Promise<pg.Client> {
  const client = await connectTo(url, {
    application_name: 'maitre-listener',
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
  })
  client.on('notification', ({ payload }) => {
    const notice = noticeSchema.safeParse(payload)
    if (notice.success) onChange(notice.data.topic, notice.data.ids)
  })
  try {
    await client.query('LISTEN maitre_changed')
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}
