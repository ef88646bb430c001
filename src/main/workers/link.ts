import type { HitExchange } from '../../http/window-store.ts'
import { mergeExpositions } from './merge-expositions.ts'
import { type FromPrimary, type FromWorker, fromPrimarySchema } from './messages.ts'

/** What a worker has to do with the other processes. */
export interface WorkerLink {
  /** from 1 */
  readonly slot: number
  /** Processes that are to answer, this one included. */
  readonly wanted: number
  /** False: others answer already, so it takes no connection before it is ready. */
  readonly listensAtOnce: boolean
  /** Processes that answer at the moment. */
  serving(): number
  /** How this process says its own metrics. */
  rendersWith(render: () => Promise<string>): void
  /** The metrics of all processes. */
  renderAll(): Promise<string>
  readonly hits: HitExchange
  send(message: FromWorker): void
}

export interface LinkEvents {
  /** The primary says so. */
  onStop(drains: boolean): void
}

/** Messages in and out, as `process` has them. */
export interface Channel {
  send(message: FromWorker): void
  onMessage(listener: (message: unknown) => void): void
}

const beatMs = 1000

/** Greets the primary; resolves with the link once it has answered. */
export function openLink(channel: Channel, { onStop }: LinkEvents): Promise<WorkerLink> {
  let serving = 0
  let render = async () => ''
  let heard: (key: string, hits: number) => void = () => {}
  let asks = 0
  const asked = new Map<number, (texts: readonly string[]) => void>()

  const answerRender = async (id: number) => {
    channel.send({ kind: 'metrics', id, text: await render().catch(() => '') })
  }

  return new Promise((resolve) => {
    const receive = (message: FromPrimary) => {
      switch (message.kind) {
        case 'begin':
          resolve({
            slot: message.slot,
            wanted: message.wanted,
            listensAtOnce: message.listensAtOnce,
            serving: () => serving,
            rendersWith(own) {
              render = own
            },
            async renderAll() {
              const id = ++asks
              const texts = await new Promise<readonly string[]>((answer) => {
                asked.set(id, answer)
                channel.send({ kind: 'ask-metrics', id })
              })
              return mergeExpositions(texts)
            },
            hits: {
              tell: (hits) => channel.send({ kind: 'hits', hits: hits.map(([key, count]) => [key, count]) }),
              onHeard(listener) {
                heard = listener
              },
            },
            send: channel.send,
          })
          return
        case 'stop':
          onStop(message.drains)
          return
        case 'serving':
          serving = message.serving
          return
        case 'render':
          void answerRender(message.id)
          return
        case 'rendered':
          asked.get(message.id)?.(message.texts)
          asked.delete(message.id)
          return
        case 'hits':
          for (const [key, hits] of message.hits) heard(key, hits)
          return
        default:
          message satisfies never
      }
    }
    channel.onMessage((given) => {
      // What others send to a process that they started, such as a test's, is not for us.
      const message = fromPrimarySchema.safeParse(given)
      if (message.success) receive(message.data)
    })
    channel.send({ kind: 'hello' })
    setInterval(() => channel.send({ kind: 'beat' }), beatMs).unref()
  })
}
