import type { Visit } from '../serving/visit.ts'
import type { Exchange } from './exchange.ts'

/** The visit behind a request; of those that no gate let in, from when we saw them. */
export function visitOf({ entry, response, startedMs, parts: spans }: Exchange): Visit {
  return {
    arrivedMs: entry?.arrivedMs ?? startedMs,
    patience: 1,
    mayRefuse: entry !== null,
    isGone: () => response.destroyed,
    served: () => entry?.served(),
    onFinished: (finished) => void response.once('finish', finished),
    ...(spans ? { parts: (parts) => void spans.push(...parts) } : {}),
  }
}
