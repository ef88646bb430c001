import pg from 'pg'
import { z } from 'zod'

/** What changed, as the triggers in the migrations name it. */
export const topicSchema = z.enum([
  'catalogue',
  'users',
  'interactions',
  'erasures',
  'profiles',
  'models',
  'keys',
])
export type Topic = z.infer<typeof topicSchema>

export interface Listener {
  /** False while the connection is away; what changed meanwhile is told as every topic at once when it is back. */
  isConnected(): boolean
  close(): Promise<void>
}

export interface ListenOptions {
  url: string
  onChange: (topic: Topic) => void
  onError?: (error: Error) => void
  /** Wait before connecting again, ms. */
  retryMs?: number
}

/**
 * LISTENs on `maitre_changed` and connects again by itself for as long as it is open. Resolves after the first attempt, whether
 * that succeeded or not: a service starts without its database if it must.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let wasConnected = false

  const retry = (error: Error) => {
    if (closed || timer) return
    options.onError?.(error)
    const lost = client
    client = undefined
    lost?.end().catch(() => {})
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, options.retryMs ?? 500)
  }

  const connect = async () => {
    const attempt = new pg.Client({
      connectionString: options.url,
      application_name: 'maitre-listener',
      connectionTimeoutMillis: 3000,
      keepAlive: true,
    })
    attempt.on('error', retry)
    attempt.on('end', () => retry(new Error('the listening connection ended')))
    attempt.on('notification', ({ payload }) => {
      const topic = topicSchema.safeParse(payload)
      if (topic.success) options.onChange(topic.data)
    })
    try {
      await attempt.connect()
      await attempt.query('LISTEN maitre_changed')
      if (closed) return await attempt.end()
      client = attempt
      if (wasConnected) for (const topic of topicSchema.options) options.onChange(topic)
      wasConnected = true
    } catch (error) {
      retry(error instanceof Error ? error : new Error(String(error)))
    }
  }

  await connect()
  return {
    isConnected: () => client !== undefined,
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
